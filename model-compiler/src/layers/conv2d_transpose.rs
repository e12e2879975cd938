//! Conv2DTranspose: the transpose of a convolution, which enlarges an image.

use super::arguments::Specification;
use super::convolution::{
    DATA_FORMAT, FILTERS, SAME_PADDING, Transposed, dilation_rate, kernel_size, output_padding,
    strides,
};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Conv2DTranspose",
    aliases: &["Convolution2DTranspose", "Deconvolution2D"],
    name: "conv2d_transpose",
    doc: "transposed convolution of `[height, width, channels]`: each element adds `filters` kernels, times itself, to an output that `strides` enlarge",
    arguments: &[
        FILTERS,
        kernel_size(2),
        strides(2),
        SAME_PADDING,
        output_padding(2),
        DATA_FORMAT,
        dilation_rate(2),
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
    build: |arguments| Transposed::<2>::build("Conv2DTranspose", arguments),
};
