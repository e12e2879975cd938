//! AveragePooling1D, 2D and 3D: the mean of each window.

use super::arguments::{Default, Specification};
use super::pooling::{Taken, arguments, build};
use super::table::Row;
use crate::diagnostics::Counted;

static ARGUMENTS1: [Specification; 4] = arguments(1, Default::Required);
static ARGUMENTS2: [Specification; 4] = arguments(2, Default::Required);
static ARGUMENTS3: [Specification; 4] = arguments(3, Default::Required);

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "AveragePooling1D",
    aliases: &["AvgPool1D"],
    name: "average_pooling1d",
    doc: "the mean of the elements that aren't padding of each window of steps, for each channel",
    arguments: &ARGUMENTS1,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("AveragePooling1D", 1, Taken::Mean, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "AveragePooling2D",
    aliases: &["AvgPool2D"],
    name: "average_pooling2d",
    doc: "the mean of the elements that aren't padding of each window of `[height, width]`, for each channel",
    arguments: &ARGUMENTS2,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("AveragePooling2D", 2, Taken::Mean, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "AveragePooling3D",
    aliases: &["AvgPool3D"],
    name: "average_pooling3d",
    doc: "the mean of the elements that aren't padding of each window of `[depth, height, width]`, for each channel",
    arguments: &ARGUMENTS3,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("AveragePooling3D", 3, Taken::Mean, arguments),
};
