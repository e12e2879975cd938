//! What can be wrong with a `loss!`, beside what its expression can have wrong.

use super::render;
use proc_macro2::{Span, TokenStream};

/// One mistake, without its place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // the fields are what the variant's sentence says
pub enum LossMistake {
    /// Something else than a name and a closure.
    Form,
    /// The closure doesn't have two parameters.
    Parameters { found: usize },
    /// The closure has a value for each element, but none for a row.
    Reduction,
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
            Self::Form => "expected a name and a closure: `Name = |prediction, target| ..`".into(),
            Self::Parameters { found } => format!(
                "a loss is a closure of two numbers, prediction and target, but this one has {found}"
            ),
            Self::Reduction => {
                "this is a value for each element of a row, but a loss has one for the row".into()
            }
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
            Self::Form => {
                "write `loss! { Squares = |prediction, target| mean(square(target - prediction)) }`"
                    .into()
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
