//! The initializers by name, with their parameters and defaults in Keras 3.

use super::constant::Constant;
use super::named::{self, Chosen, Kind, Row, Written, row};
use super::parameters::{Parameter, parameter};
use crate::diagnostics::{Diagnosis, Diagnostics};

/// All 0, as Rust source.
pub const ZEROS: &str = "Initializer::Zeros";
/// All 1.
pub const ONES: &str = "Initializer::Ones";
/// Glorot's uniform distribution.
pub const GLOROT_UNIFORM: &str = "Initializer::GlorotUniform";
/// Q of a QR decomposition.
pub const ORTHOGONAL: &str = "Initializer::Orthogonal { gain: 1.0 }";
/// The bias of an LSTM, 1 for the forget gate.
pub const UNIT_FORGET_BIAS: &str = "Initializer::UnitForgetBias";

/// One of the user's own: the layer's hooks have it.
pub const OWN: &str = "Initializer::Custom";

const GAIN: &[Parameter] = &[parameter("gain", "gain", 1.0)];
const MODES: &[&str] = &["fan_in", "fan_out", "fan_avg"];
const DISTRIBUTIONS: &[&str] = &["truncated_normal", "untruncated_normal", "uniform"];
const NORMAL: &[Parameter] = &[
    parameter("mean", "mean", 0.0),
    parameter("stddev", "stddev", 0.05),
];
const UNIFORM: &[Parameter] = &[
    parameter("minval", "minimum", -0.05),
    parameter("maxval", "maximum", 0.05),
];

/// All initializers.
pub static TABLE: &[Row] = &[
    row("zeros", &["Zeros", "zero"], &[], "0", |_| ZEROS.into()),
    row("ones", &["Ones", "one"], &[], "1", |_| ONES.into()),
    row(
        "constant",
        &["Constant"],
        &[parameter("value", "value", 0.0)],
        "the same number everywhere",
        |p| format!("Initializer::Constant({:?})", p[0]),
    ),
    row(
        "identity",
        &["Identity"],
        GAIN,
        "the gain on the diagonal",
        |p| format!("Initializer::Identity {{ gain: {:?} }}", p[0]),
    ),
    row(
        "random_normal",
        &["RandomNormal", "normal"],
        NORMAL,
        "a normal distribution",
        |p| {
            format!(
                "Initializer::RandomNormal {{ mean: {:?}, stddev: {:?} }}",
                p[0], p[1]
            )
        },
    ),
    row(
        "random_uniform",
        &["RandomUniform", "uniform"],
        UNIFORM,
        "a uniform distribution",
        |p| {
            format!(
                "Initializer::RandomUniform {{ minimum: {:?}, maximum: {:?} }}",
                p[0], p[1]
            )
        },
    ),
    row(
        "truncated_normal",
        &["TruncatedNormal"],
        NORMAL,
        "a normal distribution within two standard deviations",
        |p| {
            format!(
                "Initializer::TruncatedNormal {{ mean: {:?}, stddev: {:?} }}",
                p[0], p[1]
            )
        },
    ),
    row(
        "glorot_uniform",
        &["GlorotUniform"],
        &[],
        "uniform in ±√(6 / (fan_in + fan_out))",
        |_| GLOROT_UNIFORM.into(),
    ),
    row(
        "glorot_normal",
        &["GlorotNormal"],
        &[],
        "truncated normal of variance 2 / (fan_in + fan_out)",
        |_| "Initializer::GlorotNormal".into(),
    ),
    row(
        "he_uniform",
        &["HeUniform"],
        &[],
        "uniform in ±√(6 / fan_in)",
        |_| "Initializer::HeUniform".into(),
    ),
    row(
        "he_normal",
        &["HeNormal"],
        &[],
        "truncated normal of variance 2 / fan_in",
        |_| "Initializer::HeNormal".into(),
    ),
    row(
        "lecun_uniform",
        &["LecunUniform"],
        &[],
        "uniform in ±√(3 / fan_in)",
        |_| "Initializer::LecunUniform".into(),
    ),
    row(
        "lecun_normal",
        &["LecunNormal"],
        &[],
        "truncated normal of variance 1 / fan_in",
        |_| "Initializer::LecunNormal".into(),
    ),
    row(
        "variance_scaling",
        &["VarianceScaling"],
        &[
            parameter("scale", "scale", 1.0).at_least_zero(),
            Parameter::word("mode", MODES, "`fan_in`, `fan_out` or `fan_avg`"),
            Parameter::word(
                "distribution",
                DISTRIBUTIONS,
                "`truncated_normal`, `untruncated_normal` or `uniform`",
            ),
        ],
        "a distribution of variance scale / fan",
        |p| {
            let mode = ["FanIn", "FanOut", "FanAvg"][p[1] as usize];
            let distribution = ["TruncatedNormal", "UntruncatedNormal", "Uniform"][p[2] as usize];
            format!(
                "Initializer::VarianceScaling {{ scale: {:?}, mode: FanMode::{mode}, distribution: Distribution::{distribution} }}",
                p[0]
            )
        },
    ),
    row(
        "orthogonal",
        &["Orthogonal"],
        GAIN,
        "orthonormal rows or columns, times the gain",
        |p| format!("Initializer::Orthogonal {{ gain: {:?} }}", p[0]),
    ),
];

/// The name of an initializer that is given as Rust source, if its parameters have their defaults.
pub fn name(source: &str) -> Option<&'static str> {
    let by_default = |row: &&Row| {
        let defaults: Option<Vec<f32>> = row.parameters.iter().map(|p| p.default).collect();
        defaults.is_some_and(|defaults| (row.source)(&defaults) == source)
    };
    TABLE.iter().find(by_default).map(|row| row.name)
}

static KIND: Kind = Kind {
    table: TABLE,
    expected: "the name of an initializer such as `he_normal`",
    unknown: |found, suggestion| Diagnosis::UnknownInitializer { found, suggestion },
};

/// The runtime's initializer that a constant names.
pub fn find(argument: &str, constant: &Constant, diagnostics: &mut Diagnostics) -> Option<Chosen> {
    let (row, given) = match named::find(&KIND, argument, constant, diagnostics)? {
        Written::Own(rust) => return Some(Chosen::Own(rust)),
        Written::Row(row, given) => (row, given),
    };
    let seed = given.iter().find_map(|(name, _)| match name {
        Some((name, span)) if name == "seed" => Some(*span),
        _ => None,
    });
    if let Some(span) = seed {
        let diagnosis = Diagnosis::RefusedArgument {
            argument: "seed".into(),
            advice: "the seed is that of `init`, and each tensor has numbers of its own",
        };
        diagnostics.error(span.0, diagnosis);
        return None;
    }
    named::source(row, constant, given, diagnostics).map(Chosen::Source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::constant::{Place, Value};
    use proc_macro2::Span;

    fn source(name: &str) -> Option<String> {
        let constant = Constant {
            span: Place(Span::call_site()),
            value: Value::Name(name.into()),
        };
        let mut diagnostics = Diagnostics::new();
        let source = match find("kernel_initializer", &constant, &mut diagnostics) {
            Some(Chosen::Source(source)) => Some(source),
            _ => None,
        };
        assert_eq!(
            diagnostics.into_entries().len(),
            usize::from(source.is_none())
        );
        source
    }

    #[test]
    fn names_and_classes() {
        for row in TABLE {
            let own = source(row.name);
            assert!(own.is_some(), "{}", row.name);
            for alias in row.aliases {
                assert_eq!(source(alias), own);
            }
        }
        assert_eq!(source("magic"), None);
    }

    #[test]
    fn parameters_are_part_of_the_source() {
        let number = |value| Constant {
            span: Place(Span::call_site()),
            value: Value::Float(value),
        };
        let given = vec![(
            Some(("stddev".to_string(), Place(Span::call_site()))),
            number(0.1),
        )];
        let constant = Constant {
            span: Place(Span::call_site()),
            value: Value::Call("random_normal".into(), given),
        };
        let mut diagnostics = Diagnostics::new();
        let found = find("kernel_initializer", &constant, &mut diagnostics);
        assert_eq!(
            found,
            Some(Chosen::Source(
                "Initializer::RandomNormal { mean: 0.0, stddev: 0.1 }".into()
            ))
        );
        diagnostics.discard();
    }
}
