//! Maximum: the larger of values.

use super::table::Row;
use super::{Layer, elementwise, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, Lowered};
use formwork_shape_rules::{Shape, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Maximum",
    aliases: &["Max"],
    name: "maximum",
    doc: "the largest of the inputs, element by element, broadcast as numpy does",
    arguments: &[],
    variadic: None,
    inputs: Counted::AtLeast(2),
    build: |_| Ok(Box::new(Maximum)),
};

/// The largest of the inputs, element by element, broadcast as numpy does.
#[derive(Debug)]
pub struct Maximum;

impl Layer for Maximum {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::broadcast(inputs) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Maximum", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        elementwise::lower("Maximum", inputs, Absorb::Never, true)
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        merge::broadcast(inputs).map_or(0, merge::extremum_scratch)
    }
}
