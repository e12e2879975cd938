//! SeparableConv2D: cross-correlation of each channel of an image, and a mixture of the results.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, DEPTH_MULTIPLIER, DEPTHWISE_CONSTRAINT, DEPTHWISE_INITIALIZER,
    DEPTHWISE_REGULARIZER, FILTERS, POINTWISE_CONSTRAINT, POINTWISE_INITIALIZER,
    POINTWISE_REGULARIZER, Separable, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "SeparableConv2D",
    aliases: &["SeparableConvolution2D"],
    name: "separable_conv2d",
    doc: "cross-correlation of each channel of `[height, width, channels]` with kernels of its own, and `filters` mixtures of the results at each position",
    arguments: &[
        FILTERS,
        kernel_size(2),
        strides(2),
        padding(2),
        DATA_FORMAT,
        dilation_rate(2),
        DEPTH_MULTIPLIER,
        Specification::ACTIVATION,
        Specification::USE_BIAS,
        DEPTHWISE_INITIALIZER,
        POINTWISE_INITIALIZER,
        Specification::BIAS_INITIALIZER,
        DEPTHWISE_REGULARIZER,
        POINTWISE_REGULARIZER,
        Specification::BIAS_REGULARIZER,
        Specification::ACTIVITY_REGULARIZER,
        DEPTHWISE_CONSTRAINT,
        POINTWISE_CONSTRAINT,
        Specification::BIAS_CONSTRAINT,
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| Separable::<2>::build("SeparableConv2D", arguments),
};
