//! Conv2D: cross-correlation of an image with filters.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, FILTERS, GROUPS, Sliding, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// Its arguments, in the order of Keras.
pub(super) const ARGUMENTS: &[Specification] = &[
    FILTERS,
    kernel_size(2),
    strides(2),
    padding(2),
    DATA_FORMAT,
    dilation_rate(2),
    GROUPS,
    Specification::ACTIVATION,
    Specification::USE_BIAS,
    Specification::KERNEL_INITIALIZER,
    Specification::BIAS_INITIALIZER,
    Specification::KERNEL_REGULARIZER,
    Specification::BIAS_REGULARIZER,
    Specification::ACTIVITY_REGULARIZER,
    Specification::KERNEL_CONSTRAINT,
    Specification::BIAS_CONSTRAINT,
];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv2D",
    aliases: &["Convolution2D"],
    name: "conv2d",
    doc: "cross-correlation of `[height, width, channels]` with `filters` kernels",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| Sliding::<2>::mixed("Conv2D", arguments),
};
