//! What arguments choose from a table by name, with parameters, or bring along as Rust: initializers, regularizers and
//! constraints.

use super::constant::{Constant, Rust, Value};
use super::parameters::{self, Given, Parameter};
use crate::diagnostics::{Diagnosis, Diagnostics, closest};
use std::rc::Rc;

/// One row of such a table.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Its class in Keras, and the names of earlier versions.
    pub aliases: &'static [&'static str],
    /// Its parameters.
    pub parameters: &'static [Parameter],
    /// What it does.
    pub doc: &'static str,
    /// The runtime's value as Rust source.
    pub source: fn(&[f32]) -> String,
}

impl Row {
    /// Whether it is called so.
    pub fn answers_to(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// A row from its parts.
pub const fn row(
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

/// What an argument has chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Chosen {
    /// A row of the table, as Rust source.
    Source(String),
    /// The user's own.
    Own(Rc<Rust>),
}

/// What a table is to messages.
pub struct Kind {
    /// Its rows.
    pub table: &'static [Row],
    /// What an argument takes.
    pub expected: &'static str,
    /// No row is called so.
    pub unknown: fn(String, Option<&'static str>) -> Diagnosis,
}

/// A name with the parameters that are written behind it.
pub enum Written<'c> {
    /// Of a row.
    Row(&'static Row, &'c [Given]),
    /// The user's own.
    Own(Rc<Rust>),
}

/// What a constant names.
pub fn find<'c>(
    kind: &Kind,
    argument: &str,
    constant: &'c Constant,
    diagnostics: &mut Diagnostics,
) -> Option<Written<'c>> {
    let span = constant.span.0;
    let (name, given): (&str, &[Given]) = match &constant.value {
        Value::Name(name) | Value::Text(name) => (name, &[]),
        Value::Call(name, given) => (name, given),
        Value::Rust(rust) => return Some(Written::Own(Rc::clone(rust))),
        _ => {
            let diagnosis = Diagnosis::ArgumentType {
                argument: argument.into(),
                expected: kind.expected,
                found: constant.found(),
            };
            diagnostics.error(span, diagnosis);
            return None;
        }
    };
    let Some(row) = kind.table.iter().find(|row| row.answers_to(name)) else {
        let suggestion = closest(name, kind.table.iter().map(|row| row.name));
        diagnostics.error(span, (kind.unknown)(name.into(), suggestion));
        return None;
    };
    Some(Written::Row(row, given))
}

/// The source of a row with its parameters.
pub fn source(
    row: &Row,
    constant: &Constant,
    given: &[Given],
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let span = constant.span.0;
    let values = parameters::bind(row.name, row.doc, row.parameters, span, given, diagnostics)?;
    Some((row.source)(&values))
}
