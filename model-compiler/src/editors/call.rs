//! Calls: the arguments of layers, blocks and functions.

use super::walk::{Choice, Place, Walker};
use super::words::{is, is_equals, is_name, name, pieces, unplaced};
use crate::layers::arguments::{COMMON, Default, Kind};
use crate::layers::parameters::Parameter;
use crate::layers::table::{self, Row};
use crate::layers::{activations, initializers};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;

/// What is called, as far as its arguments go.
struct Callee {
    /// The struct whose fields they are.
    path: TokenStream,
    fields: Vec<Field>,
    /// The fields that values without a name are for, in order. `None` is none that editors should know of.
    positional: Vec<Option<usize>>,
}

/// An argument.
struct Field {
    name: Ident,
    aliases: &'static [&'static str],
    place: Place,
    /// Whether it is usually written without its name.
    leads: bool,
}

impl Field {
    fn operand(name: Ident, aliases: &'static [&'static str]) -> Field {
        Field {
            name,
            aliases,
            place: Place::Operand,
            leads: false,
        }
    }
}

/// What a piece between commas is.
enum Piece<'t> {
    /// `activation = relu`: which field, how it is spelled, and the value.
    Named(usize, &'t Ident, &'t [TokenTree]),
    /// The same with a name that no field has.
    Unknown(&'t Ident, &'t [TokenTree]),
    /// A value for the field with this index, if there is one.
    Positional(Option<usize>, &'t [TokenTree]),
    /// A place for an argument, or the beginning of its name.
    Open(Option<&'t Ident>),
}

impl Walker {
    /// `Dense(10)`, `residual(h, 16)`, `leaky_relu(0.1)`: a word and what stands in parentheses behind it.
    pub fn call(&mut self, word: &Ident, arguments: &[TokenTree], place: Place) {
        let text = word.to_string();
        if let Place::Choice(choice) = place
            && !self.names.is_bound(&text)
        {
            let module = choice.module();
            let name = choice.canonical(word);
            self.emit(quote! { let _: #module::#name; });
            return match function(choice, &name) {
                Some(callee) => self.arguments(&callee, arguments),
                None => self.unknown(arguments),
            };
        }
        if let Some(callable) = self.names.callable(&text) {
            let path = unplaced(word);
            let fields: Vec<Field> = callable
                .parameters
                .iter()
                .map(|parameter| Field::operand(parameter.clone(), &[]))
                .collect();
            let callee = Callee {
                path: quote! { arguments::#path },
                positional: (0..fields.len()).map(Some).collect(),
                fields,
            };
            self.emit(match callable.is_block {
                true => quote! { #word; },
                false => quote! { let _: #word; },
            });
            return self.arguments(&callee, arguments);
        }
        if self.names.is_bound(&text) {
            self.emit(quote! { #word; });
            return self.unknown(arguments);
        }
        if let Some(row) = table::find(&text) {
            let keyword = Ident::new(row.keyword, word.span());
            self.emit(quote! { let _: layers::#keyword; });
            return self.arguments(&layer(row), arguments);
        }
        if let Some((name, fields)) = FUNCTIONS.iter().find(|(name, _)| *name == text) {
            let path = Ident::new(name, Span::call_site());
            self.emit(quote! { let _: functions::#word; });
            let callee = Callee {
                path: quote! { functions::#path },
                fields: fields
                    .iter()
                    .map(|name| Field::operand(word_of(name), &[]))
                    .collect(),
                positional: Vec::new(),
            };
            return self.arguments(&callee, arguments);
        }
        self.emit(match place {
            Place::Link => quote! { let _: layers::#word; },
            _ => quote! { #word; },
        });
        self.unknown(arguments);
    }

    /// Arguments of something unknown.
    fn unknown(&mut self, arguments: &[TokenTree]) {
        for piece in pieces(arguments) {
            let start = if is_equals(piece, 1) { 2 } else { 0 };
            self.expression(piece.get(start..).unwrap_or_default(), Place::Operand);
        }
    }

    /// `{ beta: 1.5 }`, the fields of a struct of the user's own.
    pub fn fields(&mut self, path: &TokenStream, fields: &[TokenTree]) {
        let pieces: Vec<&[TokenTree]> = pieces(fields).collect();
        let names = pieces.iter().filter_map(|piece| name(piece, 0));
        self.emit(quote! { let #path { #(#names: _,)* .. }; });
        for piece in pieces {
            if is(piece, 1, ':') {
                self.expression(&piece[2..], Place::Operand);
            }
        }
    }

    fn arguments(&mut self, callee: &Callee, arguments: &[TokenTree]) {
        let pieces = self.pieces(callee, arguments);
        let given: BTreeSet<usize> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Named(index, ..) => Some(*index),
                Piece::Positional(index, _) => *index,
                _ => None,
            })
            .collect();
        for piece in pieces {
            match piece {
                Piece::Named(index, word, value) => {
                    self.open(
                        callee,
                        given.iter().filter(|&&other| other != index),
                        Some(word),
                    );
                    let path = &callee.path;
                    let name = placed(&callee.fields[index].name, word);
                    self.emit(quote! { let #path { #name: _, .. }; });
                    self.value(value, Some(callee.fields[index].place));
                }
                Piece::Unknown(word, value) => {
                    self.open(callee, given.iter(), Some(word));
                    self.value(value, None);
                }
                Piece::Positional(index, value) => {
                    self.value(value, index.map(|index| callee.fields[index].place));
                }
                Piece::Open(word) => self.open(callee, given.iter(), word),
            }
        }
    }

    /// An argument's value, which may be missing.
    fn value(&mut self, value: &[TokenTree], place: Option<Place>) {
        let place = place.unwrap_or(Place::Operand);
        match value.is_empty() {
            true => self.nothing(place),
            false => self.expression(value, place),
        }
    }

    fn pieces<'t>(&self, callee: &Callee, arguments: &'t [TokenTree]) -> Vec<Piece<'t>> {
        let mut position = 0;
        let mut read = Vec::new();
        for piece in pieces(arguments) {
            let word = name(piece, 0);
            if let Some(word) = word
                && is_equals(piece, 1)
            {
                let text = word.to_string();
                let known = |field: &Field| field.name == text || field.aliases.contains(&&*text);
                read.push(match callee.fields.iter().position(known) {
                    Some(index) => Piece::Named(index, word, &piece[2..]),
                    None => Piece::Unknown(word, &piece[2..]),
                });
                continue;
            }
            let index = callee.positional.get(position).copied().flatten();
            let leads = index.is_some_and(|index| callee.fields[index].leads);
            let is_open = match piece {
                [] => true,
                [TokenTree::Ident(only)] => {
                    is_name(only) && !self.names.is_bound(&only.to_string())
                }
                _ => false,
            };
            read.push(match is_open && !leads {
                true => Piece::Open(word),
                false => Piece::Positional(index, piece),
            });
            position += 1;
        }
        read
    }

    /// A place where the name of an argument can be completed: a pattern of everything else that is given, and one more
    /// field. That may not exist, and nothing should be marked as a mistake twice; so a condition drops it, and rust-analyzer, which looks
    /// at the words when it completes them, sees it nevertheless.
    fn open<'i>(
        &mut self,
        callee: &Callee,
        given: impl Iterator<Item = &'i usize>,
        word: Option<&Ident>,
    ) {
        let path = &callee.path;
        let given = given.map(|&index| &callee.fields[index].name);
        let word = word.map_or_else(|| word_of("none"), Ident::clone);
        self.emit(quote! { let #path { #(#given: _,)* #[cfg(any())] #word, .. }; });
    }
}

/// Functions that apply a layer, with their arguments.
const FUNCTIONS: [(&str, &[&str]); 5] = [
    ("concat", &["axis"]),
    ("concatenate", &["axis"]),
    ("add", &[]),
    ("subtract", &[]),
    ("multiply", &[]),
];

/// A word at no place of the declaration.
fn word_of(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A word at the place of another.
fn placed(word: &Ident, place: &Ident) -> Ident {
    let mut word = word.clone();
    word.set_span(place.span());
    word
}

fn layer(row: &Row) -> Callee {
    let keyword = Ident::new(row.keyword, Span::call_site());
    let mut fields = Vec::new();
    let mut positional = Vec::new();
    for (index, one) in row.arguments.iter().chain(COMMON).enumerate() {
        let place = match one.kind {
            Kind::Refused(_) => {
                positional.push(None);
                continue;
            }
            Kind::Activation => Place::Choice(Choice::Activation),
            Kind::Initializer => Place::Choice(Choice::Initializer),
            Kind::Padding => Place::Choice(Choice::Padding),
            _ => Place::Operand,
        };
        positional.push(Some(fields.len()));
        fields.push(Field {
            name: word_of(one.name),
            aliases: one.aliases,
            place,
            leads: index == 0 && one.default == Default::Required && place != Place::Operand,
        });
    }
    // Those that all layers have are given by name alone.
    positional.truncate(match row.variadic {
        Some(_) => 0,
        None => row.arguments.len(),
    });
    Callee {
        path: quote! { layers::#keyword },
        positional,
        fields,
    }
}

/// An activation or an initializer with its parameters.
fn function(choice: Choice, name: &Ident) -> Option<Callee> {
    let parameters = |parameters: &'static [Parameter]| -> Vec<Field> {
        let field = |one: &'static Parameter| {
            Field::operand(word_of(one.name), std::slice::from_ref(&one.alias))
        };
        parameters.iter().map(field).collect()
    };
    let fields = match choice {
        Choice::Activation => {
            let row = activations::TABLE.iter().find(|row| name == row.name)?;
            match row.is_along_axes() {
                true => vec![Field::operand(word_of("axis"), &[])],
                false => parameters(row.parameters),
            }
        }
        Choice::Initializer => {
            let row = initializers::TABLE.iter().find(|row| name == row.name)?;
            parameters(row.parameters)
        }
        Choice::Padding => return None,
    };
    let module = choice.module();
    let name = unplaced(name);
    Some(Callee {
        path: quote! { #module::#name },
        positional: (0..fields.len()).map(Some).collect(),
        fields,
    })
}
