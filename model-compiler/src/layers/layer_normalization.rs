//! LayerNormalization: the elements of a sample along some axes, by their mean and variance.

use super::arguments::{Default, Kind, Specification};
use super::normalization::{Normalization, Over, Statistic, beta, epsilon, gamma};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "LayerNormalization",
    aliases: &["LayerNorm"],
    name: "layer_normalization",
    doc: "`gamma · (x − mean) / √(variance + epsilon) + beta` along an axis of each sample, or along several",
    arguments: &[
        Specification::optional(
            "axis",
            Kind::Axes,
            Default::Axis(-1),
            "which axes are normalized together, the batch being axis 0",
        ),
        Specification::optional(
            "per_channel",
            Kind::Flag,
            Default::Flag(false),
            "whether gamma and beta belong to the channels, instead of to each element along the axes",
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
        Specification::refused("rms_scaling", "use `RMSNormalization`"),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        Ok(Box::new(Normalization {
            keyword: ROW.keyword,
            over: Over::Axes {
                axes: arguments.axes("axis"),
                per_channel: arguments.flag("per_channel"),
            },
            statistic: Statistic::Deviation,
            scale: gamma(arguments),
            center: beta(arguments),
            epsilon: arguments.number("epsilon"),
            learned_epsilon: false,
        }))
    },
};
