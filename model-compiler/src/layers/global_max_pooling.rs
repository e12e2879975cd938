//! GlobalMaxPooling1D, 2D and 3D: the largest element of each channel.

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
        taken: Taken::Maximum,
        keepdims: arguments.flag("keepdims"),
    }))
}

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "GlobalMaxPooling1D",
    aliases: &["GlobalMaxPool1D"],
    name: "global_max_pooling1d",
    doc: "the largest element of each channel of `[steps, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalMaxPooling1D", 1, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "GlobalMaxPooling2D",
    aliases: &["GlobalMaxPool2D"],
    name: "global_max_pooling2d",
    doc: "the largest element of each channel of `[height, width, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalMaxPooling2D", 2, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "GlobalMaxPooling3D",
    aliases: &["GlobalMaxPool3D"],
    name: "global_max_pooling3d",
    doc: "the largest element of each channel of `[depth, height, width, channels]`",
    arguments: ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("GlobalMaxPooling3D", 3, arguments),
};
