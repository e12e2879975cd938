//! DropPath: in training, whole samples of a residual branch are dropped.

use super::arguments::Specification;
use super::table::Row;
use super::training_only::{Change, SEED, build, rate};
use crate::diagnostics::Counted;

static ARGUMENTS: [Specification; 2] =
    [rate("the probability with which a sample is dropped"), SEED];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "DropPath",
    aliases: &["StochasticDepth"],
    name: "drop_path",
    doc: "in training, drops whole samples with probability `rate` and divides the others by 1 − rate: at the end of a residual branch",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build("DropPath", Change::Elements("DropPath"), "rate", arguments),
};
