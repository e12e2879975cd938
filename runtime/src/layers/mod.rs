//! Layers: one file each, formula and shapes first, forward and backward side by side.

pub mod activation;
pub mod add;
pub mod average;
pub mod average_pooling;
pub mod batch_normalization;
pub mod bilinear_up_sampling;
pub mod concatenate;
pub mod conv2d;
pub mod cropping;
pub mod dense;
pub mod dot;
pub mod dropout;
mod extremum;
mod frame;
pub mod global_average_pooling;
pub mod lambda;
pub mod lstm;
pub mod max_pooling;
pub mod maximum;
mod merge;
pub mod minimum;
pub mod multiply;
pub mod permute;
pub mod subtract;
pub mod up_sampling;
mod user;
mod windows;
pub mod zero_padding;

#[cfg(test)]
pub(crate) mod check;
#[cfg(test)]
pub(crate) mod reference;

pub use activation::{ActivationLayer, AxisActivation, GatedLinearUnit};
pub use add::Add;
pub use average::Average;
pub use average_pooling::AveragePooling;
pub use batch_normalization::BatchNormalization;
pub use bilinear_up_sampling::BilinearUpSampling;
pub use concatenate::Concatenate;
pub use conv2d::Conv2D;
pub use cropping::Cropping;
pub use dense::Dense;
pub use dot::Dot;
pub use dropout::Dropout;
pub use frame::Frame;
pub use global_average_pooling::GlobalAveragePooling;
pub use lambda::Lambda;
pub use lstm::Lstm;
pub use max_pooling::MaxPooling;
pub use maximum::Maximum;
pub use minimum::Minimum;
pub use multiply::Multiply;
pub use permute::Permute;
pub use subtract::Subtract;
pub use up_sampling::UpSampling;
pub use user::{Context, Layer, ParameterEntry, UserLayer};
pub use windows::Windows;
pub use zero_padding::ZeroPadding;

/// The residual of an epilogue: the last input to be added, or `true` if it lies in the output already.
fn split_residual<'a>(residual: bool, inputs: &[&'a [f32]]) -> (Option<&'a [f32]>, bool) {
    match inputs.last() {
        Some(last) if residual && last.is_empty() => (None, true),
        Some(last) if residual => (Some(last), false),
        _ => (None, false),
    }
}
