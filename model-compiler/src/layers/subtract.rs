//! Subtract: the difference of two values.

use super::table::Row;
use super::{Layer, elementwise, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, Lowered};
use formwork_shape_rules::{Shape, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Subtract",
    aliases: &[],
    name: "subtract",
    doc: "the first input minus the second, broadcast as numpy does",
    arguments: &[],
    variadic: None,
    inputs: Counted::Exactly(2),
    build: |_| Ok(Box::new(Subtract)),
};

/// The first input minus the second, broadcast as numpy does.
#[derive(Debug)]
pub struct Subtract;

impl Layer for Subtract {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::broadcast(inputs) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Subtract", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        elementwise::lower("Subtract", inputs, Absorb::Never, false)
    }
}
