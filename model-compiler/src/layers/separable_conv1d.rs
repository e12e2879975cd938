//! SeparableConv1D: cross-correlation of each channel of a sequence, and a mixture of the results.

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
    keyword: "SeparableConv1D",
    aliases: &["SeparableConvolution1D"],
    name: "separable_conv1d",
    doc: "cross-correlation of each channel of `[steps, features]` with kernels of its own, and `filters` mixtures of the results at each position",
    arguments: &[
        FILTERS,
        kernel_size(1),
        strides(1),
        padding(1),
        DATA_FORMAT,
        dilation_rate(1),
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
    build: |arguments| Separable::<1>::build("SeparableConv1D", arguments),
};
