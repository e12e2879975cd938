//! Cropping1D, 2D and 3D: a value without its border.

use super::arguments::Specification;
use super::margins::{Change, arguments, build};
use super::table::Row;
use crate::diagnostics::Counted;

static ARGUMENTS1: [Specification; 2] = arguments(
    "cropping",
    1,
    1,
    "how many steps are taken away before and after",
);
static ARGUMENTS2: [Specification; 2] = arguments(
    "cropping",
    2,
    0,
    "how many rows and columns are taken away: on both sides, or `((top, bottom), (left, right))`",
);
static ARGUMENTS3: [Specification; 2] = arguments(
    "cropping",
    3,
    1,
    "how many planes, rows and columns are taken away: on both sides, or `((front, back), (top, bottom), (left, right))`",
);

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "Cropping1D",
    aliases: &[],
    name: "cropping1d",
    doc: "a sequence without its border",
    arguments: &ARGUMENTS1,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("Cropping1D", 1, Change::Cropping, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "Cropping2D",
    aliases: &[],
    name: "cropping2d",
    doc: "an image without its border",
    arguments: &ARGUMENTS2,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("Cropping2D", 2, Change::Cropping, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "Cropping3D",
    aliases: &[],
    name: "cropping3d",
    doc: "a volume without its border",
    arguments: &ARGUMENTS3,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("Cropping3D", 3, Change::Cropping, arguments),
};
