//! Tokens to syntax, piece by piece: a piece that can't be read is one error and doesn't hide the others.

pub mod ast;
mod attributes;
mod body;
mod cursor;
mod expression;
mod external;
mod item;
mod literal;
mod primary;
mod reader;
pub mod scan;
mod statement;
mod user;
mod words;
mod written;

pub use expression::whole_expression;

pub use external::{ExternalPath, external_paths};
pub use item::{items, names};
pub use reader::DEPTH;
