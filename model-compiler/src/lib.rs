//! The compiler behind `model!`: from a declaration's tokens to Rust source, as a library.

pub mod diagnostics;
pub mod ir;
pub mod layers;
pub mod passes;
pub mod syntax;
