//! Calls: the arguments of layers, blocks and functions.

use super::callee::{Callee, Field, word_of};
use super::place::Place;
use super::walk::Walker;
use super::words::{is, is_equals, is_name, is_word, name, pieces};
use crate::layers::table;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use std::collections::BTreeSet;

/// Behind so many arguments of one call those that are given aren't left out of a completion.
const MOST: usize = 64;

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
            return match Callee::choice(choice, &name) {
                Some(callee) => self.arguments(&callee, arguments),
                None => self.unknown(arguments),
            };
        }
        if let Some(callable) = self.names.callable(&text) {
            let callee = Callee::callable(word, callable);
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
        if self.names.is_imported(&text) {
            self.emit(quote! { let _: #word; });
            return self.unknown(arguments);
        }
        if let Some(row) = table::find(&text) {
            let keyword = Ident::new(row.keyword, word.span());
            self.emit(quote! { let _: layers::#keyword; });
            return self.arguments(&Callee::layer(row), arguments);
        }
        if let Some(callee) = Callee::function(word) {
            self.emit(quote! { let _: functions::#word; });
            return self.arguments(&callee, arguments);
        }
        self.emit(match place {
            Place::Link => quote! { let _: layers::#word; },
            _ => quote! { #word; },
        });
        self.unknown(arguments);
    }

    /// Arguments of something unknown.
    pub fn unknown(&mut self, arguments: &[TokenTree]) {
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
        let mut given: BTreeSet<usize> = pieces
            .iter()
            .filter_map(|piece| match piece {
                Piece::Named(index, ..) => Some(*index),
                Piece::Positional(index, _) => *index,
                _ => None,
            })
            .collect();
        for (position, piece) in pieces.into_iter().enumerate() {
            if position == MOST {
                given.clear();
            }
            match piece {
                Piece::Named(index, word, value) => {
                    let others = given.iter().filter(|&&other| other != index);
                    self.open(callee, others, Some(word));
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
            // `width in [16, 32]` is how families say it.
            if let Some(word) = word
                && (is_equals(piece, 1) || is_word(piece, 1, "in"))
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

/// A word at the place of another.
fn placed(word: &Ident, place: &Ident) -> Ident {
    let mut word = word.clone();
    word.set_span(place.span());
    word
}
