//! Add: the sum of values.

use super::table::Row;
use super::{Layer, elementwise, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, Lowered};
use formwork_shape_rules::{Shape, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Add",
    aliases: &[],
    name: "add",
    doc: "the sum of the inputs, broadcast as numpy does",
    arguments: &[],
    variadic: None,
    inputs: Counted::AtLeast(2),
    build: |_| Ok(Box::new(Add)),
};

/// The sum of the inputs, broadcast as numpy does.
#[derive(Debug)]
pub struct Add;

impl Layer for Add {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::broadcast(inputs) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Add", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let residual = inputs.len() == 2 && inputs[0] == inputs[1];
        let absorb = if residual {
            Absorb::Residual
        } else {
            Absorb::Never
        };
        elementwise::lower("Add", inputs, absorb, false)
    }
}
