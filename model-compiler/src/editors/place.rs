//! Places: what a word would be.

use crate::layers::{activations, constraints, initializers, named, regularizers};
use crate::symbolic::functions;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What a word that isn't a name of the declaration's own would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A link of a chain: a layer.
    Link,
    /// An operand: a value, a layer, a function or a number.
    Operand,
    /// The value of an argument: an activation, for instance.
    Choice(Choice),
}

impl Place {
    /// What stands behind an equals sign in a block there.
    pub fn of_values(self) -> Place {
        match self {
            Place::Choice(Choice::Function) => self,
            _ => Place::Operand,
        }
    }

    /// What stands in parentheses or brackets there.
    pub fn inside(self) -> Place {
        match self {
            Place::Link => Place::Operand,
            other => other,
        }
    }
}

/// Modules of words that arguments take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Activation,
    Initializer,
    Regularizer,
    Constraint,
    Padding,
    /// A function, in a closure.
    Function,
    Warning,
}

impl Choice {
    /// The word as its table has it, if it is another spelling.
    pub fn canonical(self, word: &Ident) -> Ident {
        let text = word.to_string();
        let name = match self {
            Choice::Activation => activations::TABLE
                .iter()
                .find(|row| row.aliases.contains(&&*text))
                .map(|row| row.name),
            Choice::Initializer | Choice::Regularizer | Choice::Constraint => self
                .table()
                .iter()
                .find(|row| row.aliases.contains(&&*text))
                .map(|row| row.name),
            Choice::Function => functions::find(&text).map(|row| row.name),
            Choice::Padding | Choice::Warning => None,
        };
        name.map_or_else(|| word.clone(), |name| Ident::new(name, word.span()))
    }

    /// Its rows, if its words have parameters and aren't activations.
    pub fn table(self) -> &'static [named::Row] {
        match self {
            Choice::Initializer => initializers::TABLE,
            Choice::Regularizer => regularizers::TABLE,
            Choice::Constraint => constraints::TABLE,
            _ => &[],
        }
    }

    /// The module's name.
    pub fn module(self) -> TokenStream {
        match self {
            Choice::Activation => quote! { activations },
            Choice::Initializer => quote! { initializers },
            Choice::Regularizer => quote! { regularizers },
            Choice::Constraint => quote! { constraints },
            Choice::Padding => quote! { padding },
            Choice::Function => quote! { closures },
            Choice::Warning => quote! { warnings },
        }
    }
}
