//! GaussianNoise: in training, normal numbers are added.

use super::arguments::{Kind, Specification};
use super::table::Row;
use super::training_only::{Change, SEED, build};
use crate::diagnostics::Counted;

static ARGUMENTS: [Specification; 2] = [
    Specification::required(
        "stddev",
        Kind::NonNegative,
        "the standard deviation of what is added",
    )
    .or(&["sigma"]),
    SEED,
];

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "GaussianNoise",
    aliases: &[],
    name: "gaussian_noise",
    doc: "in training, adds normal numbers with standard deviation `stddev`",
    arguments: &ARGUMENTS,
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        build(
            "GaussianNoise",
            Change::Elements("GaussianNoise"),
            "stddev",
            arguments,
        )
    },
};
