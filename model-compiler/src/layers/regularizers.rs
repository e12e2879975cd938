//! The regularizers by name, with their parameters and defaults in Keras 3.

use super::constant::Constant;
use super::named::{self, Chosen, Kind, Row, Written, row};
use super::parameters::{self, Parameter, parameter};
use crate::diagnostics::{Diagnosis, Diagnostics};

const MODES: &[&str] = &["rows", "columns"];

/// All regularizers.
pub static TABLE: &[Row] = &[
    row(
        "l1",
        &["L1"],
        &[parameter("l1", "l", 0.01).at_least_zero()],
        "`l1 · Σ |w|`",
        |p| format!("penalties::L1({:?})", p[0]),
    ),
    row(
        "l2",
        &["L2"],
        &[parameter("l2", "l", 0.01).at_least_zero()],
        "`l2 · Σ w²`, without a half",
        |p| format!("penalties::L2({:?})", p[0]),
    ),
    row(
        "l1_l2",
        &["L1L2", "l1l2"],
        &[
            parameter("l1", "l1", 0.0).at_least_zero(),
            parameter("l2", "l2", 0.0).at_least_zero(),
        ],
        "`l1 · Σ |w| + l2 · Σ w²`",
        |p| format!("penalties::L1L2 {{ l1: {:?}, l2: {:?} }}", p[0], p[1]),
    ),
    row(
        ORTHOGONAL,
        &["OrthogonalRegularizer", "orthogonal_regularizer"],
        &[
            parameter("factor", "factor", 0.01).at_least_zero(),
            Parameter::word("mode", MODES, "`rows` or `columns`"),
        ],
        "the factor times the mean size of the cosines between the rows of a matrix, or between its columns",
        |p| {
            let between = if p[1] == 0.0 { "Rows" } else { "Columns" };
            format!(
                "penalties::Orthogonal {{ factor: {:?}, between: penalties::Between::{between} }}",
                p[0]
            )
        },
    ),
];

/// The regularizer that acts on matrices alone.
pub const ORTHOGONAL: &str = "orthogonal";

static KIND: Kind = Kind {
    table: TABLE,
    expected: "a regularizer such as `l2(0.001)`",
    unknown: |found, suggestion| Diagnosis::UnknownRegularizer { found, suggestion },
};

/// Whether it acts on matrices alone.
pub fn wants_matrix(chosen: &Chosen) -> bool {
    matches!(chosen, Chosen::Source(source) if source.starts_with("penalties::Orthogonal"))
}

/// The regularizer that a constant names.
pub fn find(argument: &str, constant: &Constant, diagnostics: &mut Diagnostics) -> Option<Chosen> {
    match named::find(&KIND, argument, constant, diagnostics)? {
        Written::Own(rust) => Some(Chosen::Own(rust)),
        Written::Row(row, given) => {
            // Both factors are 0 by default.
            if row.name == "l1_l2" && given.is_empty() {
                let diagnosis = Diagnosis::MissingArgument {
                    layer: row.name.into(),
                    argument: "l1",
                    meaning: row.doc,
                };
                diagnostics.error(constant.span.0, diagnosis);
                return None;
            }
            named::source(row, constant, given, diagnostics).map(Chosen::Source)
        }
    }
}

/// The factors of sizes and squares that a constant gives for a layer's output.
pub fn find_activity(
    argument: &str,
    constant: &Constant,
    diagnostics: &mut Diagnostics,
) -> Option<[f64; 2]> {
    if let Written::Row(row, given) = named::find(&KIND, argument, constant, diagnostics)? {
        let span = constant.span.0;
        let values = parameters::bind(row.name, row.doc, row.parameters, span, given, diagnostics)?;
        let factor = |index: usize| values.get(index).map_or(0.0, |&factor| f64::from(factor));
        match row.name {
            "l1" => return Some([factor(0), 0.0]),
            "l2" => return Some([0.0, factor(0)]),
            "l1_l2" => return Some([factor(0), factor(1)]),
            _ => {}
        }
    }
    let diagnosis = Diagnosis::ArgumentType {
        argument: argument.into(),
        expected: "`l1`, `l2` or `l1_l2`",
        found: constant.found(),
    };
    diagnostics.error(constant.span.0, diagnosis);
    None
}
