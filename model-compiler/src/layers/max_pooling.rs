//! MaxPooling1D, 2D and 3D: the largest element of each window.

use super::arguments::{Default, Specification};
use super::pooling::{Taken, arguments, build};
use super::table::Row;
use crate::diagnostics::Counted;

static ARGUMENTS1: [Specification; 4] = arguments(1, Default::Sizes(2));
static ARGUMENTS2: [Specification; 4] = arguments(2, Default::Sizes(2));
static ARGUMENTS3: [Specification; 4] = arguments(3, Default::Sizes(2));

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "MaxPooling1D",
    aliases: &["MaxPool1D"],
    name: "max_pooling1d",
    doc: "the largest element of each window of steps, for each channel",
    arguments: &ARGUMENTS1,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("MaxPooling1D", 1, Taken::Maximum, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "MaxPooling2D",
    aliases: &["MaxPool2D"],
    name: "max_pooling2d",
    doc: "the largest element of each window of `[height, width]`, for each channel",
    arguments: &ARGUMENTS2,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("MaxPooling2D", 2, Taken::Maximum, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "MaxPooling3D",
    aliases: &["MaxPool3D"],
    name: "max_pooling3d",
    doc: "the largest element of each window of `[depth, height, width]`, for each channel",
    arguments: &ARGUMENTS3,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("MaxPooling3D", 3, Taken::Maximum, arguments),
};
