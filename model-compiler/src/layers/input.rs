//! Input: where values start.

use super::Layer;
use super::arguments::{Arguments, Default, Kind, Refusal, Setting, Specification};
use super::table::Row;
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::Lowered;
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Input",
    aliases: &["InputLayer"],
    name: "input",
    doc: "an input of the model, by its shape without the batch",
    arguments: &[
        Specification::optional(
            "shape",
            Kind::Dimensions,
            Default::Nothing,
            "the shape without the batch: `Input(28, 28, 1)` or `Input(shape = (28, 28, 1))`",
        ),
        Specification::refused(
            "batch_shape",
            "the batch isn't part of a shape: use `shape`",
        ),
        Specification::refused("sparse", "all values are dense"),
    ],
    variadic: Some("shape"),
    inputs: Counted::Exactly(0),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let dims: &[usize] = match arguments.get("shape") {
        Setting::Dimensions(dims) => dims,
        _ => &[],
    };
    match Shape::new(dims) {
        Some(shape) => Ok(Box::new(Input { shape })),
        None => {
            let limit = formwork_shape_rules::shape::MAX_RANK;
            let found = dims.len();
            Err((Some("shape"), Diagnosis::TooManyAxes { found, limit }))
        }
    }
}

/// An input.
#[derive(Debug)]
pub struct Input {
    /// Its shape.
    pub shape: Shape,
}

impl Layer for Input {
    fn outputs(&self, _: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(vec![self.shape])
    }

    fn lower(&self, _: &[Shape], _: bool) -> Lowered {
        Lowered::Input
    }
}
