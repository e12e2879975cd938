//! What can be wrong with a `loss!`, beside what its expression can have wrong.

use super::render;
use proc_macro2::{Span, TokenStream};

/// One mistake, without its place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum LossMistake {
    /// There is nothing.
    Empty,
    /// Something else stands where the name is expected.
    Name { found: String },
    /// Something else than `=` and a closure follows the name.
    Equals { name: String, found: Option<String> },
    /// What follows `=` isn't a closure.
    Closure,
    /// Nothing follows the parameters.
    Body,
    /// Another loss follows.
    Second,
    /// A name that isn't a parameter.
    Unknown {
        found: String,
        parameters: Vec<String>,
    },
    /// The argument of a reduction has a name.
    Named { reduction: String },
    /// The closure doesn't have two parameters.
    Parameters { found: usize },
    /// The closure has a value for each element, but none for a row.
    Reduction,
    /// A reduction is a part of the expression, instead of standing around it.
    Inside { reduction: String },
    /// A reduction of more or less than one number.
    Arguments { reduction: String, found: usize },
    /// The expression doesn't depend on the prediction.
    Constant { name: String },
}

impl LossMistake {
    /// The mistake as an error at its place.
    pub fn render(&self, span: Span) -> TokenStream {
        render::compile_error_of(span, &format!("{}\nhelp: {}", self.message(), self.help()))
    }

    fn message(&self) -> String {
        match self {
            Self::Empty => "expected a name and a closure: `Name = |prediction, target| ..`".into(),
            Self::Name { found } => format!("expected the name of the loss, found `{found}`"),
            Self::Equals { name, found } => match found {
                Some(found) => format!("expected `=` after `{name}`, found `{found}`"),
                None => format!("expected a closure after `{name}`, found nothing"),
            },
            Self::Closure => "a loss is a closure, and this isn't one".into(),
            Self::Body => "expected the loss after its parameters, found nothing".into(),
            Self::Second => "one `loss!` declares one loss".into(),
            Self::Unknown { found, .. } => {
                format!("`{found}` is neither a parameter of the closure nor a constant")
            }
            Self::Named { reduction } => format!("what `{reduction}` takes has no name"),
            Self::Parameters { found } => format!(
                "a loss is a closure of two numbers, prediction and target, but this one has {found}"
            ),
            Self::Reduction => {
                "this is a value for each element of a row, but a loss has one for the row".into()
            }
            Self::Inside { reduction } => format!(
                "`{reduction}` goes over all elements of a row: it can stand around a loss, but not in it"
            ),
            Self::Arguments { reduction, found } => {
                format!("`{reduction}` takes one number, but this one gets {found}")
            }
            Self::Constant { name } => {
                format!("this doesn't depend on `{name}`, so there is nothing to learn from it")
            }
        }
    }

    fn help(&self) -> String {
        match self {
            Self::Empty | Self::Name { .. } => {
                "write `loss! { Squares = |prediction, target| mean(square(target - prediction)) }`"
                    .into()
            }
            Self::Equals { name, .. } => format!("write `{name} = |prediction, target| mean(..)`"),
            Self::Closure => "write `|prediction, target| mean(..)`".into(),
            Self::Body => "write `mean(..)` or `sum(..)` here".into(),
            Self::Second => "write another `loss!` for it".into(),
            Self::Unknown { parameters, .. } => {
                let named = parameters.iter().filter(|name| *name != "_");
                let parameters: Vec<String> = named.map(|name| format!("`{name}`")).collect();
                format!("a loss sees {} and numbers", parameters.join(", "))
            }
            Self::Named { reduction } => format!("write `{reduction}(expression)`"),
            Self::Inside { reduction } => {
                format!("write `{reduction}(..)` once, around all that follows the parameters")
            }
            Self::Parameters { .. } => "write `|prediction, target|`".into(),
            Self::Reduction => "put all of it into `mean(..)` or `sum(..)`".into(),
            Self::Arguments { reduction, .. } => {
                format!("write `{reduction}(expression)`: it goes over all elements of a row")
            }
            Self::Constant { name } => format!("compare `{name}` with the target"),
        }
    }
}
