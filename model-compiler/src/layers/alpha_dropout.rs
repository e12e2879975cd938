//! AlphaDropout: a dropout for networks of SELUs, which keeps mean and variance.

use super::arguments::Specification;
use super::table::Row;
use super::training_only::{SEED, build_below_one, rate};
use crate::diagnostics::Counted;

static ARGUMENTS: [Specification; 3] = [
    rate("the probability with which an element is replaced, less than 1"),
    Specification::refused("noise_shape", "every element is drawn by itself"),
    SEED,
];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "AlphaDropout",
    aliases: &[],
    name: "alpha_dropout",
    doc: "in training, replaces elements by what SELU gives for very negative numbers with probability `rate`, and brings mean and variance back",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| build_below_one("AlphaDropout", arguments),
};
