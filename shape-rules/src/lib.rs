//! Shape arithmetic shared by Formwork's compiler and its runtime: each rule stands here once.
//!
//! Everything is `const`, `no_std` and free of allocation. A rule that can fail returns an error that holds the
//! numbers; the compiler turns it into a message at the token.
#![no_std]

pub mod activation;
pub mod axis;
pub mod convolution;
pub mod dense;
pub mod dot;
pub mod fold;
pub mod lstm;
pub mod margins;
pub mod merge;
pub mod normalization;
pub mod permute;
pub mod pooling;
pub mod product;
pub mod reshape;
pub mod shape;
pub mod volume;
pub mod window;

pub use activation::{Activation, BackwardNeeds, Custom};
pub use shape::Shape;
pub use window::Padding;
