//! InstanceNormalization: each channel of a sample by its mean and variance over the positions.

use super::arguments::Specification;
use super::normalization::{Normalization, Over, Statistic, beta, epsilon, gamma};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "InstanceNormalization",
    aliases: &["InstanceNorm"],
    name: "instance_normalization",
    doc: "`gamma · (x − mean) / √(variance + epsilon) + beta` for each channel, over the positions of a sample",
    arguments: &[
        epsilon(1e-3),
        Specification::CENTER,
        Specification::SCALE,
        Specification::BETA_INITIALIZER,
        Specification::GAMMA_INITIALIZER,
        Specification::BETA_REGULARIZER,
        Specification::GAMMA_REGULARIZER,
        Specification::BETA_CONSTRAINT,
        Specification::GAMMA_CONSTRAINT,
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        Ok(Box::new(Normalization {
            keyword: ROW.keyword,
            over: Over::EachChannel,
            statistic: Statistic::Deviation,
            scale: gamma(arguments),
            center: beta(arguments),
            epsilon: arguments.number("epsilon"),
            learned_epsilon: false,
        }))
    },
};
