//! Conv1D: cross-correlation of a sequence with filters.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, FILTERS, GROUPS, Sliding, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv1D",
    aliases: &["Convolution1D"],
    name: "conv1d",
    doc: "cross-correlation of `[steps, features]` with `filters` kernels",
    arguments: &[
        FILTERS,
        kernel_size(1),
        strides(1),
        padding(1),
        DATA_FORMAT,
        dilation_rate(1),
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
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| Sliding::<1>::mixed("Conv1D", arguments),
};
