//! The initializers by name, with their parameters and defaults in Keras 3.

use super::constant::{Constant, Value};
use super::parameters::{self, Given, Parameter, parameter};
use crate::diagnostics::{Diagnosis, Diagnostics, closest};

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

/// One initializer of the table.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Its class in Keras, and the names of earlier versions.
    pub aliases: &'static [&'static str],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// What it draws.
    pub doc: &'static str,
    /// The runtime's initializer as Rust source.
    source: fn(&[f32]) -> String,
}

const fn row(
    name: &'static str,
    aliases: &'static [&'static str],
    parameters: &'static [Parameter],
    doc: &'static str,
    source: fn(&[f32]) -> String,
) -> Row {
    Row {
        name,
        aliases,
        parameters,
        doc,
        source,
    }
}

const GAIN: &[Parameter] = &[parameter("gain", "gain", 1.0)];
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

/// The runtime's initializer that a constant names, as Rust source.
pub fn find(argument: &str, constant: &Constant, diagnostics: &mut Diagnostics) -> Option<String> {
    let span = constant.span.0;
    let (name, given): (&str, &[Given]) = match &constant.value {
        Value::Name(name) | Value::Text(name) => (name, &[]),
        Value::Call(name, given) => (name, given),
        _ => {
            let diagnosis = Diagnosis::ArgumentType {
                argument: argument.into(),
                expected: "the name of an initializer such as `he_normal`",
                found: constant.found(),
            };
            diagnostics.error(span, diagnosis);
            return None;
        }
    };
    let named = |row: &&Row| row.name == name || row.aliases.contains(&name);
    let Some(row) = TABLE.iter().find(named) else {
        let suggestion = closest(name, TABLE.iter().map(|row| row.name));
        let found = name.to_string();
        let diagnosis = Diagnosis::UnknownInitializer { found, suggestion };
        diagnostics.error(span, diagnosis);
        return None;
    };
    let values = parameters::bind(row.name, row.doc, row.parameters, span, given, diagnostics)?;
    Some((row.source)(&values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::constant::{Place, evaluate};
    use crate::syntax::ast::{Expression, ExpressionKind};
    use proc_macro2::{Ident, Span};

    fn source(name: &str) -> Option<String> {
        let span = Span::call_site();
        let kind = ExpressionKind::Name(Ident::new(name, span));
        let mut diagnostics = Diagnostics::new();
        let constant = evaluate(&Expression { span, kind }, &mut diagnostics)?;
        let source = find("kernel_initializer", &constant, &mut diagnostics);
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
            found.as_deref(),
            Some("Initializer::RandomNormal { mean: 0.0, stddev: 0.1 }")
        );
        diagnostics.discard();
    }
}
