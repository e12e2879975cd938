//! FilterResponseNormalization: each channel of a sample by the root mean square over its positions.

use super::arguments::{Default, Kind, Specification};
use super::normalization::{Normalization, Over, Statistic, beta, gamma};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "FilterResponseNormalization",
    aliases: &["FRN"],
    name: "filter_response_normalization",
    doc: "`gamma · x / √(mean of x² + epsilon) + beta` for each channel, over the positions of a sample",
    arguments: &[
        Specification::optional(
            "epsilon",
            Kind::NonNegative,
            Default::Number(1e-6),
            "added to the mean of squares",
        ),
        Specification::optional(
            "learned_epsilon",
            Kind::Flag,
            Default::Flag(false),
            "whether the size of a learned number, at first 0.0001, is added to epsilon",
        ),
        Specification::CENTER,
        Specification::SCALE,
        Specification::BETA_INITIALIZER,
        Specification::GAMMA_INITIALIZER,
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        Ok(Box::new(Normalization {
            keyword: ROW.keyword,
            over: Over::EachChannel,
            statistic: Statistic::MeanSquare,
            scale: gamma(arguments),
            center: beta(arguments),
            epsilon: arguments.number("epsilon"),
            learned_epsilon: arguments.flag("learned_epsilon"),
        }))
    },
};
