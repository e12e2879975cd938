//! The layers, one file each, and the table that the parser, the diagnostics and the documentation read.

pub mod activation;
pub mod activations;
pub mod add;
pub mod arguments;
pub mod batch_normalization;
pub mod concatenate;
pub mod constant;
pub mod conv2d;
pub mod dense;
pub mod dropout;
mod elementwise;
pub mod filter_response_normalization;
pub mod flatten;
pub mod global_average_pooling2d;
pub mod group_normalization;
pub mod initializers;
pub mod input;
pub mod instance_normalization;
pub mod lambda;
pub mod layer_normalization;
pub mod lstm;
pub mod max_pooling2d;
pub mod multiply;
mod normalization;
pub mod parameters;
pub mod refuse;
pub mod reshape;
pub mod rms_normalization;
pub mod subtract;
pub mod table;
pub mod thresholded_linear_unit;
pub mod unit_normalization;
pub mod user;

use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::Parameter;
use crate::ir::operation::{ActivationFunction, Epilogue, Lowered};
use formwork_shape_rules::{Activation, Shape};
use std::fmt::Debug;

/// Why regularizers and constraints are refused.
const LATER: &str = "regularizers and constraints aren't supported yet: remove it";
/// Why `data_format` is refused.
const CHANNELS_LAST: &str = "channels always come last: write shapes as (height, width, channels)";

/// Multiply-accumulates: the product of some dimensions.
fn macs(dims: &[usize]) -> u64 {
    dims.iter()
        .fold(1, |product: u64, &dim| product.saturating_mul(dim as u64))
}

/// The epilogue that a layer's own activation is.
fn fused(activation: &ActivationFunction) -> Epilogue {
    let is_linear = *activation == Activation::Linear.into();
    Epilogue {
        activation: (!is_linear).then(|| activation.clone()),
        ..Epilogue::default()
    }
}

/// A layer with its arguments: what every pass after resolution knows of it.
pub trait Layer: Debug {
    /// The shape rule: the shapes of the outputs for one sample, or what is wrong.
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis>;

    /// The tensors that belong to the layer, trained ones first, in the order of Keras. Only called when
    /// [`outputs`](Self::outputs) has accepted the inputs.
    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let _ = inputs;
        Vec::new()
    }

    /// What the layer becomes. `trainable` is false for a frozen layer.
    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered;

    /// What is legal and probably not meant, as far as the layer can tell alone, each with the argument that it is
    /// about. Only called when [`outputs`](Self::outputs) has accepted the inputs.
    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        let _ = inputs;
        Vec::new()
    }

    /// Floats of scratch that one call forward or backward on up to `samples` samples needs. Bounded as `samples`
    /// grows.
    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let _ = (inputs, samples);
        0
    }

    /// Floats of scratch that a call of the late weight gradient needs.
    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        let _ = inputs;
        0
    }
}
