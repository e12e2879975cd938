//! DepthwiseConv1D: cross-correlation of each channel of a sequence with kernels of its own.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, DEPTH_MULTIPLIER, DEPTHWISE_CONSTRAINT, DEPTHWISE_INITIALIZER,
    DEPTHWISE_REGULARIZER, Sliding, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "DepthwiseConv1D",
    aliases: &[],
    name: "depthwise_conv1d",
    doc: "cross-correlation of each channel of `[steps, features]` with `depth_multiplier` kernels",
    arguments: &[
        kernel_size(1),
        strides(1),
        padding(1),
        DEPTH_MULTIPLIER,
        DATA_FORMAT,
        dilation_rate(1),
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
    build: |arguments| Sliding::<1>::apart("DepthwiseConv1D", arguments),
};
