//! UnitNormalization: the elements of a sample along some axes, by their Euclidean norm.

use super::arguments::{Default, Kind, Specification};
use super::normalization::{Normalization, Over, Statistic};
use super::table::Row;
use crate::diagnostics::Counted;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "UnitNormalization",
    aliases: &[],
    name: "unit_normalization",
    doc: "`x / √(sum of x²)` along an axis of each sample, or along several",
    arguments: &[Specification::optional(
        "axis",
        Kind::Axes,
        Default::Axis(-1),
        "which axes are normalized together, the batch being axis 0",
    )],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        Ok(Box::new(Normalization {
            keyword: ROW.keyword,
            over: Over::Axes {
                axes: arguments.axes("axis"),
                per_channel: false,
            },
            statistic: Statistic::Norm,
            scale: None,
            center: None,
            epsilon: 1e-12,
            learned_epsilon: false,
        }))
    },
};
