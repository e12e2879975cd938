//! Layers: one file each, formula and shapes first, forward and backward side by side.

pub mod activation;
pub mod add;
pub mod batch_normalization;
pub mod concatenate;
pub mod conv2d;
pub mod dense;
pub mod dropout;
pub mod global_average_pooling2d;
pub mod lambda;
pub mod lstm;
pub mod max_pooling2d;
mod merge;
pub mod multiply;
pub mod normalization;
pub mod subtract;
pub mod thresholded_linear_unit;
mod user;

#[cfg(test)]
pub(crate) mod check;
#[cfg(test)]
pub(crate) mod reference;

pub use activation::{ActivationLayer, AxisActivation, GatedLinearUnit};
pub use add::Add;
pub use batch_normalization::BatchNormalization;
pub use concatenate::Concatenate;
pub use conv2d::Conv2D;
pub use dense::Dense;
pub use dropout::Dropout;
pub use global_average_pooling2d::GlobalAveragePooling2D;
pub use lambda::Lambda;
pub use lstm::Lstm;
pub use max_pooling2d::MaxPooling2D;
pub use multiply::Multiply;
pub use normalization::{Affine, Normalization, Statistic, View};
pub use subtract::Subtract;
pub use thresholded_linear_unit::ThresholdedLinearUnit;
pub use user::{Context, Layer, ParameterEntry, UserLayer};

/// The residual of an epilogue: the last input to be added, or `true` if it lies in the output already.
fn split_residual<'a>(residual: bool, inputs: &[&'a [f32]]) -> (Option<&'a [f32]>, bool) {
    match inputs.last() {
        Some(last) if residual && last.is_empty() => (None, true),
        Some(last) if residual => (Some(last), false),
        _ => (None, false),
    }
}
