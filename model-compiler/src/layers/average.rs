//! Average: the mean of values.

use super::table::Row;
use super::{Layer, elementwise, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, Lowered};
use formwork_shape_rules::{Shape, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Average",
    aliases: &[],
    name: "average",
    doc: "the mean of the inputs, broadcast as numpy does",
    arguments: &[],
    variadic: None,
    inputs: Counted::AtLeast(2),
    build: |_| Ok(Box::new(Average)),
};

/// The mean of the inputs, broadcast as numpy does.
#[derive(Debug)]
pub struct Average;

impl Layer for Average {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::broadcast(inputs) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Average", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        elementwise::lower("Average", inputs, Absorb::Never, false)
    }
}
