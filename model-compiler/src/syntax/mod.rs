//! Tokens to syntax, piece by piece: a piece that can't be read is one error and doesn't hide the others.

pub mod ast;
mod attributes;
mod body;
mod cursor;
mod expression;
mod item;
pub mod scan;
mod written;

pub use item::{items, names};
