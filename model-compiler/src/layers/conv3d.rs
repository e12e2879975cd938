//! Conv3D: cross-correlation of a volume with filters.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, FILTERS, GROUPS, Sliding, dilation_rate, kernel_size, padding, strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv3D",
    aliases: &["Convolution3D"],
    name: "conv3d",
    doc: "cross-correlation of `[depth, height, width, channels]` with `filters` kernels",
    arguments: &[
        FILTERS,
        kernel_size(3),
        strides(3),
        padding(3),
        DATA_FORMAT,
        dilation_rate(3),
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
    build: |arguments| Sliding::<3>::mixed("Conv3D", arguments),
};
