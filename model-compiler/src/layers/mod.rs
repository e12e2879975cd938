//! The layers, one file each, and the table that the parser, the diagnostics and the documentation read.

pub mod activation;
pub mod activations;
pub mod activity_regularization;
pub mod add;
pub mod alpha_dropout;
pub mod arguments;
pub mod average;
pub mod average_pooling;
pub mod batch_normalization;
pub mod concatenate;
pub mod constant;
pub mod constraints;
pub mod conv1d;
pub mod conv1d_transpose;
pub mod conv2d;
pub mod conv2d_transpose;
pub mod conv3d;
mod convolution;
pub mod cropping;
pub mod dense;
pub mod depthwise_conv1d;
pub mod depthwise_conv2d;
pub mod dot;
pub mod drop_path;
pub mod dropout;
mod elementwise;
pub mod filter_response_normalization;
pub mod flatten;
pub mod gaussian_dropout;
pub mod gaussian_noise;
pub mod global_average_pooling;
pub mod global_max_pooling;
mod global_pooling;
pub mod group_normalization;
pub mod hooks;
pub mod initializers;
pub mod input;
pub mod instance_normalization;
pub mod lambda;
pub mod layer_normalization;
pub mod layer_scale;
pub mod local_response_normalization;
pub mod lstm;
mod margins;
pub mod max_pooling;
pub mod maximum;
pub mod minimum;
pub mod multiply;
pub mod named;
mod normalization;
pub mod parameters;
pub mod permute;
mod pooling;
pub mod prelu;
pub mod refuse;
pub mod regularizers;
pub mod repeat_vector;
pub mod reshape;
pub mod rms_normalization;
pub mod scaled_activation;
pub mod separable_conv1d;
pub mod separable_conv2d;
mod space;
pub mod spatial_dropout;
pub mod subtract;
pub mod table;
pub mod thresholded_linear_unit;
mod training_only;
pub mod unit_normalization;
pub mod up_sampling;
pub mod user;
pub mod weight_standardized_conv2d;
pub mod zero_padding;

use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::graph::Parameter;
use crate::ir::operation::{ActivationFunction, Epilogue, Lowered};
use formwork_shape_rules::{Activation, Shape};
use std::fmt::Debug;

/// Why an LSTM has no regularizer of its outputs.
const AS_A_LAYER: &str = "write `ActivityRegularization(l1 = .., l2 = ..)` behind the layer";
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

/// A layer whose output is a kernel's products plus a bias: in the deployed form, a line for each channel that follows
/// can become part of both.
///
/// The runtime's struct has a field `use_bias`, and reads the bias as its last parameter. Channels are the output's last
/// axis.
#[derive(Clone, Copy, Debug)]
pub struct Linear {
    /// The parameter that each product has one factor of.
    pub kernel: &'static str,
    /// The parameter that is added. The layer may be without it.
    pub bias: &'static str,
    /// How many of the kernel's axes follow that of the output's channels.
    pub inner_axes: usize,
}

/// A layer that is a line for each channel of the last axis in inference: `gamma · (x − mean) / √(variance + epsilon) + beta`,
/// by the names of its parameters.
///
/// In the deployed form the runtime's struct reads `scale` and `shift` instead of these: `x · scale + shift`.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// 1 if there is none.
    pub gamma: Option<&'static str>,
    /// 0 if there is none.
    pub beta: Option<&'static str>,
    /// The moving mean.
    pub mean: &'static str,
    /// The moving variance.
    pub variance: &'static str,
    /// Added to the variance.
    pub epsilon: f32,
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

    /// Whether inference leaves the values as they are: the deployed form then has no trace of the layer.
    fn vanishes_in_inference(&self) -> bool {
        false
    }

    /// `Some` if the layer is linear but for its activation.
    fn linear(&self) -> Option<Linear> {
        None
    }

    /// `Some` if the layer is a line in inference.
    fn line(&self) -> Option<Line> {
        None
    }

    /// Floats of scratch that a call in the deployed form needs.
    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        let _ = inputs;
        0
    }

    /// Floats of scratch that a call of the late weight gradient needs.
    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        let _ = inputs;
        0
    }
}
