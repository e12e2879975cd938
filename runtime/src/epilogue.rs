//! What is fused into the operation that produces a value: a residual addition, an activation, a dropout.

use crate::activations::Activation;

/// Inverted dropout, drawn from the counter (seed, step, node, sample, element).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dropout {
    /// Probability with which an element is dropped, in `0.0..=1.0`.
    pub rate: f32,
    /// Number of the node in its model: two layers never draw the same mask.
    pub node: u32,
}

/// Applied to an operation's result `z` in this order: `z + residual`, activation, dropout.
///
/// `y = dropout(activation(z + residual))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epilogue {
    /// Add the operation's last input, which has the length of the output.
    pub residual: bool,
    /// Applied to the sum. [`Activation::Linear`] does nothing.
    pub activation: Activation,
    /// Applied last, in training only.
    pub dropout: Option<Dropout>,
    /// Forward keeps `z + residual` in the last saved buffer, because the activation's derivative can't be had
    /// from its output.
    pub save_input: bool,
}

impl Epilogue {
    /// Nothing is fused.
    pub const NONE: Epilogue = Epilogue {
        residual: false,
        activation: Activation::Linear,
        dropout: None,
        save_input: false,
    };
}
