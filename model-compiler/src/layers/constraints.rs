//! The constraints by name, with their parameters and defaults in Keras 3.

use super::constant::{Constant, integers};
use super::named::{self, Chosen, Kind, Row, Written, row};
use super::parameters::{Given, parameter};
use crate::diagnostics::{Diagnosis, Diagnostics};

/// Stands in the source of a constraint for the axes that its norms run over, which depend on the tensor.
pub const AXES: &str = "AXES";

/// All constraints.
pub static TABLE: &[Row] = &[
    row(
        "max_norm",
        &["MaxNorm", "maxnorm"],
        &[parameter("max_value", "m", 2.0).at_least_zero()],
        "norms of at most `max_value`",
        |p| {
            format!(
                "penalties::MaxNorm {{ max_value: {:?}, axes: {AXES} }}",
                p[0]
            )
        },
    ),
    row(
        "min_max_norm",
        &["MinMaxNorm"],
        &[
            parameter("min_value", "min_value", 0.0).at_least_zero(),
            parameter("max_value", "max_value", 1.0).at_least_zero(),
            parameter("rate", "rate", 1.0).at_least_zero(),
        ],
        "norms between two bounds; a norm beyond them goes by `rate` of the way at each update",
        |p| {
            format!(
                "penalties::MinMaxNorm {{ min_value: {:?}, max_value: {:?}, rate: {:?}, axes: {AXES} }}",
                p[0], p[1], p[2]
            )
        },
    ),
    row(
        "non_neg",
        &["NonNeg", "nonneg"],
        &[],
        "no negative weights",
        |_| "penalties::NonNeg".into(),
    ),
    row(
        "unit_norm",
        &["UnitNorm", "unitnorm"],
        &[],
        "norms of 1",
        |_| format!("penalties::UnitNorm {{ axes: {AXES} }}"),
    ),
];

static KIND: Kind = Kind {
    table: TABLE,
    expected: "a constraint such as `max_norm(2)`",
    unknown: |found, suggestion| Diagnosis::UnknownConstraint { found, suggestion },
};

/// Whether a constraint has an argument `axis`.
pub fn takes_axis(row: &Row) -> bool {
    row.name != "non_neg"
}

/// The constraint that a constant names, and the axes that are written with it.
pub fn find(
    argument: &str,
    constant: &Constant,
    diagnostics: &mut Diagnostics,
) -> Option<(Chosen, Option<Vec<i64>>)> {
    let (row, given) = match named::find(&KIND, argument, constant, diagnostics)? {
        Written::Own(rust) => return Some((Chosen::Own(rust), None)),
        Written::Row(row, given) => (row, given),
    };
    let is_axis =
        |(name, _): &&Given| takes_axis(row) && matches!(name, Some((name, _)) if name == "axis");
    let axes = match given.iter().find(is_axis) {
        Some((_, value)) => Some(integers("axis", value, diagnostics)?),
        None => None,
    };
    if let Some((_, twice)) = given.iter().filter(is_axis).nth(1) {
        let argument = "axis".to_string();
        diagnostics.error(twice.span.0, Diagnosis::DuplicateArgument { argument });
        return None;
    }
    let others: Vec<Given> = (given.iter().filter(|one| !is_axis(one)))
        .cloned()
        .collect();
    let source = named::source(row, constant, &others, diagnostics)?;
    if row.name == "min_max_norm" {
        let number = |name: &str| {
            let (_, rest) = source.split_once(name)?;
            rest.split([',', '}']).next()?.trim().parse::<f32>().ok()
        };
        if let (Some(least), Some(most)) = (number("min_value: "), number("max_value: "))
            && least > most
        {
            let named = |(name, _): &&Given| matches!(name, Some((name, _)) if name == "min_value");
            let written = given.iter().find(named).or_else(|| given.first());
            let span = written.map_or(constant.span, |(_, value)| value.span);
            let diagnosis = Diagnosis::ArgumentRange {
                argument: "min_value".into(),
                expected: "at most `max_value`",
                found: format!("`{least}`, with `max_value = {most}`"),
            };
            diagnostics.error(span.0, diagnosis);
            return None;
        }
    }
    Some((Chosen::Source(source), axes))
}
