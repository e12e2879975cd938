//! Layers: one file each, formula and shapes first, forward and backward side by side.

pub mod activation;
pub mod activity_regularization;
pub mod add;
pub mod alpha_dropout;
pub mod average;
pub mod average_pooling;
pub mod batch_normalization;
pub mod bilinear_up_sampling;
pub mod concatenate;
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
mod extremum;
mod frame;
pub mod gaussian_dropout;
pub mod gaussian_noise;
pub mod global_average_pooling;
pub mod lambda;
pub mod layer_scale;
pub mod local_response_normalization;
pub mod lstm;
pub mod max_pooling;
pub mod maximum;
mod merge;
pub mod minimum;
pub mod multiply;
pub mod normalization;
pub mod permute;
pub mod prelu;
pub mod separable_conv1d;
pub mod separable_conv2d;
pub mod spatial_dropout;
pub mod subtract;
pub mod thresholded_linear_unit;
mod training_only;
pub mod up_sampling;
mod user;
pub mod weight_standardized_conv2d;
mod windows;
pub mod zero_padding;

#[cfg(test)]
pub(crate) mod check;
#[cfg(test)]
pub(crate) mod reference;

pub use activation::{ActivationLayer, AxisActivation, GatedLinearUnit};
pub use activity_regularization::ActivityRegularization;
pub use add::Add;
pub use alpha_dropout::AlphaDropout;
pub use average::Average;
pub use average_pooling::AveragePooling;
pub use batch_normalization::BatchNormalization;
pub use bilinear_up_sampling::BilinearUpSampling;
pub use concatenate::Concatenate;
pub use conv1d::Conv1D;
pub use conv1d_transpose::Conv1DTranspose;
pub use conv2d::Conv2D;
pub use conv2d_transpose::Conv2DTranspose;
pub use conv3d::Conv3D;
pub use cropping::Cropping;
pub use dense::Dense;
pub use depthwise_conv1d::DepthwiseConv1D;
pub use depthwise_conv2d::DepthwiseConv2D;
pub use dot::Dot;
pub use drop_path::DropPath;
pub use dropout::Dropout;
pub use frame::Frame;
pub use gaussian_dropout::GaussianDropout;
pub use gaussian_noise::GaussianNoise;
pub use global_average_pooling::GlobalAveragePooling;
pub use lambda::Lambda;
pub use layer_scale::LayerScale;
pub use local_response_normalization::LocalResponseNormalization;
pub use lstm::Lstm;
pub use max_pooling::MaxPooling;
pub use maximum::Maximum;
pub use minimum::Minimum;
pub use multiply::Multiply;
pub use normalization::{Affine, SampleNormalization, Statistic, View};
pub use permute::Permute;
pub use prelu::PReLU;
pub use separable_conv1d::SeparableConv1D;
pub use separable_conv2d::SeparableConv2D;
pub use spatial_dropout::SpatialDropout;
pub use subtract::Subtract;
pub use thresholded_linear_unit::ThresholdedLinearUnit;
pub use up_sampling::UpSampling;
pub use user::{Bundle, Context, Layer, ParameterEntry, Sums, UserLayer, accept};
#[cfg(feature = "std")]
pub use user::{GradientCheck, GradientMismatch};
pub use weight_standardized_conv2d::WeightStandardizedConv2D;
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
