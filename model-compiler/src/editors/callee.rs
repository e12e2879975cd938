//! What can be called: layers, functions, blocks, and activations and initializers with parameters.

use super::names::Callable;
use super::place::{Choice, Place};
use super::words::unplaced;
use crate::layers::arguments::{COMMON, Default, Kind};
use crate::layers::parameters::Parameter;
use crate::layers::table::{self, Row};
use crate::layers::{activations, constraints};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// What is called, as far as its arguments go.
pub struct Callee {
    /// The struct whose fields they are.
    pub path: TokenStream,
    /// Its arguments.
    pub fields: Vec<Field>,
    /// The fields that values without a name are for, in order. `None` is none that editors should know of.
    pub positional: Vec<Option<usize>>,
}

impl Callee {
    /// A layer.
    pub fn layer(row: &Row) -> Callee {
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
                Kind::Regularizer | Kind::ActivityRegularizer => Place::Choice(Choice::Regularizer),
                Kind::Constraint => Place::Choice(Choice::Constraint),
                Kind::Padding => Place::Choice(Choice::Padding),
                Kind::Warnings => Place::Choice(Choice::Warning),
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
    pub fn choice(choice: Choice, name: &Ident) -> Option<Callee> {
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
            Choice::Initializer | Choice::Regularizer | Choice::Constraint => {
                let row = choice.table().iter().find(|row| name == row.name)?;
                let mut fields = parameters(row.parameters);
                if choice == Choice::Constraint && constraints::takes_axis(row) {
                    fields.push(Field::operand(word_of("axis"), &[]));
                }
                fields
            }
            Choice::Padding | Choice::Function | Choice::Warning => return None,
        };
        let module = choice.module();
        let name = unplaced(name);
        Some(Callee {
            path: quote! { #module::#name },
            positional: (0..fields.len()).map(Some).collect(),
            fields,
        })
    }

    /// A function that applies a layer.
    pub fn function(name: &Ident) -> Option<Callee> {
        let layer = table::function(&name.to_string())?;
        let mut callee = Callee::layer(table::find(layer)?);
        let path = unplaced(name);
        callee.path = quote! { functions::#path };
        callee.positional.clear();
        callee
            .fields
            .retain(|field| COMMON.iter().all(|one| field.name != one.name));
        Some(callee)
    }

    /// A block or a model of the declaration.
    pub fn callable(name: &Ident, callable: &Callable) -> Callee {
        let path = unplaced(name);
        let parameters = callable.parameters.iter();
        Callee {
            path: quote! { arguments::#path },
            fields: parameters
                .map(|one| Field::operand(one.clone(), &[]))
                .collect(),
            positional: (0..callable.positional).map(Some).collect(),
        }
    }
}

/// An argument.
pub struct Field {
    /// Its name.
    pub name: Ident,
    /// Other spellings.
    pub aliases: &'static [&'static str],
    /// What its value would be.
    pub place: Place,
    /// Whether it is usually written without its name.
    pub leads: bool,
}

impl Field {
    /// An argument whose value is a value, a number or the like.
    fn operand(name: Ident, aliases: &'static [&'static str]) -> Field {
        Field {
            name,
            aliases,
            place: Place::Operand,
            leads: false,
        }
    }
}

/// A word at no place of the declaration.
pub fn word_of(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
