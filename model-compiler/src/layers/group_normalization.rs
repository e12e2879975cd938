//! GroupNormalization: groups of channels of a sample, by their mean and variance over all positions.

use super::arguments::{Default, Kind, Setting, Specification};
use super::normalization::{Normalization, Over, Statistic, beta, epsilon, gamma};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "GroupNormalization",
    aliases: &["GroupNorm"],
    name: "group_normalization",
    doc: "`gamma · (x − mean) / √(variance + epsilon) + beta` for groups of channels, over the positions of a sample",
    arguments: &[
        Specification::optional(
            "groups",
            Kind::CountOrAll,
            Default::Count(32),
            "into how many groups of neighbours the channels are split; -1 for a group of each",
        ),
        Specification::optional(
            "axis",
            Kind::Axes,
            Default::Axis(-1),
            "the axis of the channels: the last",
        ),
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
            over: Over::Groups {
                groups: match arguments.get("groups") {
                    Setting::Count(groups) => Some(*groups),
                    _ => None,
                },
                axes: arguments.axes("axis"),
            },
            statistic: Statistic::Deviation,
            scale: gamma(arguments),
            center: beta(arguments),
            epsilon: arguments.number("epsilon"),
            learned_epsilon: false,
        }))
    },
};
