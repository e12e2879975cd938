//! GlobalAveragePooling1D, 2D and 3D: the mean of each channel.

use super::arguments::Refusal;
use super::global_pooling::{ARGUMENTS, GlobalPooling, Taken};
use super::table::Row;
use super::{Layer, arguments::Arguments};
use crate::diagnostics::Counted;

fn build(
    keyword: &'static str,
    rank: usize,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(GlobalPooling {
        keyword,
        rank,
        taken: Taken::Mean,
        keepdims: arguments.flag("keepdims"),
    }))
}

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "GlobalAveragePooling1D",
    aliases: &["GlobalAvgPool1D"],
    name: "global_average_pooling1d",
    doc: "the mean of each channel of `[steps, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalAveragePooling1D", 1, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "GlobalAveragePooling2D",
    aliases: &["GlobalAvgPool2D"],
    name: "global_average_pooling2d",
    doc: "the mean of each channel of `[height, width, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalAveragePooling2D", 2, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "GlobalAveragePooling3D",
    aliases: &["GlobalAvgPool3D"],
    name: "global_average_pooling3d",
    doc: "the mean of each channel of `[depth, height, width, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalAveragePooling3D", 3, arguments),
};
