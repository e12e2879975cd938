//! RMSNormalization: the elements of a sample along some axes, by their root mean square.

use super::arguments::{Default, Kind, Specification};
use super::initializers::ONES;
use super::normalization::{Normalization, Over, Statistic, epsilon};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "RMSNormalization",
    aliases: &["RMSNorm"],
    name: "rms_normalization",
    doc: "`scale · x / √(mean of x² + epsilon)` along an axis of each sample, or along several",
    arguments: &[
        Specification::optional(
            "axis",
            Kind::Axes,
            Default::Axis(-1),
            "which axes are normalized together, the batch being axis 0",
        ),
        epsilon(1e-6),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        Ok(Box::new(Normalization {
            keyword: ROW.keyword,
            over: Over::Axes {
                axes: arguments.axes("axis"),
                per_channel: false,
            },
            statistic: Statistic::MeanSquare,
            scale: Some(("scale", ONES.into())),
            center: None,
            epsilon: arguments.number("epsilon"),
            learned_epsilon: false,
        }))
    },
};
