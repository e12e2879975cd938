//! Companions: how declarations reach the `model!` of another module or crate.
//!
//! A macro can't look into other macros. So a `model!` with `pub` items also gives a `macro_rules!` that carries its
//! tokens, reachable by the path of each of these items: types and macros have names of their own, and a model's name
//! stands for both; a block's name is that of a module which holds the macro. A `model!` that needs a path asks first, and
//! is expanded when it has been answered:
//!
//! ```text
//! model! { .. blocks::residual(x, 16) .. }
//!     → use blocks::residual::{__formwork_declarations as alias, *};
//!       alias! { {::formwork::__model_with} <state> }
//!     → ::formwork::__model_with! { {<modules>} <state> }      asks for the next path, or expands
//! ```
//!
//! What is carried is complete: with the declarations come those that they need from elsewhere in turn, each a module
//! with a number of its own, so that names of different origin don't meet.

mod carry;
mod request;
mod state;

pub use carry::{Exported, companion, identity};
pub use request::{imports, wanted};
pub use state::{Carried, Key, Path, State, Unreadable, read_answer};
