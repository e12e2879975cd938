//! ZeroPadding1D, 2D and 3D: zeros around a value.

use super::arguments::Specification;
use super::margins::{Change, arguments, build};
use super::table::Row;
use crate::diagnostics::Counted;

static ARGUMENTS1: [Specification; 2] =
    arguments("padding", 1, 1, "how many steps are added before and after");
static ARGUMENTS2: [Specification; 2] = arguments(
    "padding",
    2,
    1,
    "how many rows and columns are added: on both sides, or `((top, bottom), (left, right))`",
);
static ARGUMENTS3: [Specification; 2] = arguments(
    "padding",
    3,
    1,
    "how many planes, rows and columns are added: on both sides, or `((front, back), (top, bottom), (left, right))`",
);

/// The row of the table for sequences.
pub static ROW1D: Row = Row {
    keyword: "ZeroPadding1D",
    aliases: &[],
    name: "zero_padding1d",
    doc: "zeros around a sequence",
    arguments: &ARGUMENTS1,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("ZeroPadding1D", 1, Change::Padding, arguments),
};

/// The row of the table for images.
pub static ROW2D: Row = Row {
    keyword: "ZeroPadding2D",
    aliases: &[],
    name: "zero_padding2d",
    doc: "zeros around an image",
    arguments: &ARGUMENTS2,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("ZeroPadding2D", 2, Change::Padding, arguments),
};

/// The row of the table for volumes.
pub static ROW3D: Row = Row {
    keyword: "ZeroPadding3D",
    aliases: &[],
    name: "zero_padding3d",
    doc: "zeros around a volume",
    arguments: &ARGUMENTS3,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("ZeroPadding3D", 3, Change::Padding, arguments),
};
