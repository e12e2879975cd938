//! Parameters of functions that arguments name: `leaky_relu(negative_slope = 0.3)`, `random_normal(stddev = 0.1)`.

use super::constant::{Constant, Place, Value, number};
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use proc_macro2::Span;

/// A parameter of a function.
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// The name that Keras 2 gave it, or the same.
    pub alias: &'static str,
    /// Its default.
    pub default: Option<f32>,
}

/// A parameter as it is written: its name, if it has one, and its value.
pub type Given = (Option<(String, Place)>, Constant);

/// A parameter that has a default.
pub const fn parameter(name: &'static str, alias: &'static str, default: f32) -> Parameter {
    let default = Some(default);
    Parameter {
        name,
        alias,
        default,
    }
}

/// The values of all parameters of `function`: those that are given, and defaults.
pub fn bind(
    function: &str,
    doc: &'static str,
    parameters: &'static [Parameter],
    span: Span,
    given: &[Given],
    diagnostics: &mut Diagnostics,
) -> Option<Vec<f32>> {
    let mut values: Vec<Option<f32>> = parameters.iter().map(|p| p.default).collect();
    let mut seen = vec![false; values.len()];
    for (position, (name, constant)) in given.iter().enumerate() {
        let index = match name {
            Some((name, span)) => {
                let known = |p: &Parameter| p.name == name || p.alias == name;
                let Some(index) = parameters.iter().position(known) else {
                    let names: Vec<&'static str> = parameters.iter().map(|p| p.name).collect();
                    unknown(function, name, span.0, &names, diagnostics);
                    return None;
                };
                index
            }
            None if position < values.len() => position,
            None => {
                too_many(
                    function,
                    values.len(),
                    given.len(),
                    constant.span.0,
                    diagnostics,
                );
                return None;
            }
        };
        let argument = || parameters[index].name.to_string();
        if std::mem::replace(&mut seen[index], true) {
            let argument = argument();
            diagnostics.error(constant.span.0, Diagnosis::DuplicateArgument { argument });
            return None;
        }
        let value = match &constant.value {
            Value::Flag(value) => Some(f64::from(u8::from(*value))),
            Value::Name(name) | Value::Text(name) if matches!(&**name, "None" | "none") => {
                continue;
            }
            other => number(other),
        };
        let Some(value) = value else {
            let diagnosis = Diagnosis::ArgumentType {
                argument: argument(),
                expected: "a number",
                found: constant.found(),
            };
            diagnostics.error(constant.span.0, diagnosis);
            return None;
        };
        if !(value as f32).is_finite() {
            let diagnosis = Diagnosis::ArgumentRange {
                argument: argument(),
                expected: "a number that fits into `f32`",
                found: constant.found(),
            };
            diagnostics.error(constant.span.0, diagnosis);
            return None;
        }
        values[index] = Some(value as f32);
    }
    let mut complete = Vec::with_capacity(values.len());
    for (value, parameter) in values.into_iter().zip(parameters) {
        let Some(value) = value else {
            let diagnosis = Diagnosis::MissingArgument {
                layer: function.into(),
                argument: parameter.name,
                meaning: doc,
            };
            diagnostics.error(span, diagnosis);
            return None;
        };
        complete.push(value);
    }
    Some(complete)
}

/// Reports a parameter that doesn't exist.
pub fn unknown(
    activation: &str,
    found: &str,
    span: Span,
    known: &[&'static str],
    diagnostics: &mut Diagnostics,
) {
    let diagnosis = Diagnosis::UnknownArgument {
        layer: activation.into(),
        found: found.into(),
        suggestion: closest(found, known.iter().copied()),
        known: known.to_vec(),
    };
    diagnostics.error(span, diagnosis);
}

/// Reports more parameters than there are.
pub fn too_many(
    activation: &str,
    allowed: usize,
    found: usize,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    let layer = activation.into();
    let diagnosis = Diagnosis::TooManyArguments {
        layer,
        allowed,
        found,
    };
    diagnostics.error(span, diagnosis);
}
