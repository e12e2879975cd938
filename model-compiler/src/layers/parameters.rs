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
    /// What it takes.
    pub takes: Takes,
}

/// What a parameter takes.
#[derive(Clone, Copy)]
pub enum Takes {
    /// A number.
    Number,
    /// A number of at least 0.
    NonNegative,
    /// One of some words, which stands for its index. They are also given as a text for messages.
    Word(&'static [&'static str], &'static str),
}

impl Parameter {
    /// A parameter that must be given.
    pub const fn required(name: &'static str, alias: &'static str) -> Parameter {
        Parameter {
            name,
            alias,
            default: None,
            takes: Takes::Number,
        }
    }

    /// A parameter that takes a word, by default the first.
    pub const fn word(
        name: &'static str,
        words: &'static [&'static str],
        expected: &'static str,
    ) -> Parameter {
        Parameter {
            takes: Takes::Word(words, expected),
            ..parameter(name, name, 0.0)
        }
    }

    /// The same for numbers of at least 0.
    pub const fn at_least_zero(self) -> Parameter {
        Parameter {
            takes: Takes::NonNegative,
            ..self
        }
    }

    /// The default as it would be written.
    pub fn default_text(&self) -> Option<String> {
        let default = self.default?;
        Some(match self.takes {
            Takes::Word(words, _) => words.get(default as usize)?.to_string(),
            Takes::Number | Takes::NonNegative => default.to_string(),
        })
    }
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
        takes: Takes::Number,
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
        let out_of_range = |expected: &'static str| Diagnosis::ArgumentRange {
            argument: argument(),
            expected,
            found: constant.found(),
        };
        if let Takes::Word(words, expected) = parameters[index].takes {
            let (Value::Name(name) | Value::Text(name)) = &constant.value else {
                let diagnosis = Diagnosis::ArgumentType {
                    argument: argument(),
                    expected,
                    found: constant.found(),
                };
                diagnostics.error(constant.span.0, diagnosis);
                return None;
            };
            let Some(word) = words.iter().position(|word| word == name) else {
                diagnostics.error(constant.span.0, out_of_range(expected));
                return None;
            };
            values[index] = Some(word as f32);
            continue;
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
            let diagnosis = out_of_range("a number that fits into `f32`");
            diagnostics.error(constant.span.0, diagnosis);
            return None;
        }
        if matches!(parameters[index].takes, Takes::NonNegative) && value < 0.0 {
            diagnostics.error(constant.span.0, out_of_range("at least 0"));
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
