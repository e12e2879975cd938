//! Symbolic expressions of numbers: what a closure such as `|x| x * tanh(softplus(x))` becomes, and how it is
//! differentiated.
//!
//! [`Symbols`] holds expressions as a graph in which equal parts stand once, simplified as they are made. Nothing here
//! knows of layers: any expression can be differentiated with respect to any of its variables, evaluated in `f64`,
//! counted and written as Rust.
//!
//! A simplification changes a value by rounding alone, and never turns a number into NaN: `x / x` stays as it is,
//! while `ln(1 + exp(x))` becomes `softplus(x)`, which doesn't overflow.

mod cost;
mod derivative;
mod evaluate;
pub mod functions;
mod graph;
pub mod limits;
mod output;
mod range;
mod read;
mod simplify;
mod source;

pub use cost::Cost;
pub use graph::{Comparison, Function, Node, Symbol, Symbols};
pub use output::{Kept, Pullback};
pub use read::read;
pub use source::{Names, body};
