//! DepthwiseConv2D: cross-correlation of each channel of an image with kernels of its own.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, DEPTH_MULTIPLIER, DEPTHWISE_CONSTRAINT, DEPTHWISE_INITIALIZER,
    DEPTHWISE_REGULARIZER, Sliding, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "DepthwiseConv2D",
    aliases: &["DepthwiseConvolution2D"],
    name: "depthwise_conv2d",
    doc: "cross-correlation of each channel of `[height, width, channels]` with `depth_multiplier` kernels",
    arguments: &[
        kernel_size(2),
        strides(2),
        padding(2),
        DEPTH_MULTIPLIER,
        DATA_FORMAT,
        dilation_rate(2),
        Specification::ACTIVATION,
        Specification::USE_BIAS,
        DEPTHWISE_INITIALIZER,
        Specification::BIAS_INITIALIZER,
        DEPTHWISE_REGULARIZER,
        Specification::BIAS_REGULARIZER,
        Specification::ACTIVITY_REGULARIZER,
        DEPTHWISE_CONSTRAINT,
        Specification::BIAS_CONSTRAINT,
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| Sliding::<2>::apart("DepthwiseConv2D", arguments),
};
