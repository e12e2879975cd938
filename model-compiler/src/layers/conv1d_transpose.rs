//! Conv1DTranspose: the transpose of a convolution, which enlarges a sequence.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, FILTERS, SAME_PADDING, Transposed, dilation_rate, kernel_size, output_padding,
    strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv1DTranspose",
    aliases: &["Convolution1DTranspose"],
    name: "conv1d_transpose",
    doc: "transposed convolution of `[steps, features]`: each element adds `filters` kernels, times itself, to an output that `strides` enlarge",
    arguments: &[
        FILTERS,
        kernel_size(1),
        strides(1),
        SAME_PADDING,
        output_padding(1),
        DATA_FORMAT,
        dilation_rate(1),
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
    build: |arguments| Transposed::<1>::build("Conv1DTranspose", arguments),
};
