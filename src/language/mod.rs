//! The words of a declaration, as items that editors show: what `Dense`, its argument `units` or the activation `relu`
//! mean. Programs don't use them.
//!
//! In rust-analyzer's expansion `model!` refers to these items with the words of the declaration, so that hovering
//! over a word shows its documentation, and completion lists what can stand in its place.

pub mod activations;
pub mod closures;
pub mod constraints;
pub mod functions;
pub mod initializers;
pub mod layers;
pub mod padding;
pub mod regularizers;
pub mod values;
pub mod warnings;
