//! GaussianDropout: in training, elements are multiplied by normal numbers around 1.

use super::arguments::Specification;
use super::table::Row;
use super::training_only::{SEED, build_below_one, rate};
use crate::diagnostics::Counted;

static ARGUMENTS: [Specification; 2] = [
    rate("the rate of a dropout with the same variance, less than 1"),
    SEED,
];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "GaussianDropout",
    aliases: &[],
    name: "gaussian_dropout",
    doc: "in training, multiplies by normal numbers around 1 with variance rate / (1 − rate)",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build_below_one("GaussianDropout", arguments),
};
