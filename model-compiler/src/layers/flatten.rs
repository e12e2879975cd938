//! Flatten: all elements along one axis, in row-major order.

use super::arguments::Specification;
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::Lowered;
use formwork_shape_rules::{Shape, reshape};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Flatten",
    aliases: &[],
    name: "flatten",
    doc: "all elements along one axis, in row-major order",
    arguments: &[Specification::refused("data_format", super::CHANNELS_LAST)],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |_| Ok(Box::new(Flatten)),
};

/// Flatten.
#[derive(Debug)]
pub struct Flatten;

impl Layer for Flatten {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(vec![reshape::flatten(inputs[0])])
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match inputs[0].rank() {
            1 => vec![("", refuse::no_effect("Flatten", inputs[0]))],
            _ => Vec::new(),
        }
    }

    fn lower(&self, _: &[Shape], _: bool) -> Lowered {
        Lowered::View
    }
}
