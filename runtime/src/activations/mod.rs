//! Activations.
pub use formwork_shape_rules::{Activation, BackwardNeeds};
