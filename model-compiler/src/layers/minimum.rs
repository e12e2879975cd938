//! Minimum: the smaller of values.

use super::table::Row;
use super::{Layer, elementwise, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, Lowered};
use formwork_shape_rules::{Shape, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Minimum",
    aliases: &["Min"],
    name: "minimum",
    doc: "the smallest of the inputs, element by element, broadcast as numpy does",
    arguments: &[],
    variadic: None,
    inputs: Counted::AtLeast(2),
    build: |_| Ok(Box::new(Minimum)),
};

/// The smallest of the inputs, element by element, broadcast as numpy does.
#[derive(Debug)]
pub struct Minimum;

impl Layer for Minimum {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::broadcast(inputs) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Minimum", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        elementwise::lower("Minimum", inputs, Absorb::Never, true)
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        merge::broadcast(inputs).map_or(0, merge::extremum_scratch)
    }
}
