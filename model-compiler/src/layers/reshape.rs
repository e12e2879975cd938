//! Reshape: the same elements under another shape.

use super::arguments::{Arguments, Kind, Refusal, Setting, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::Lowered;
use formwork_shape_rules::Shape;
use formwork_shape_rules::reshape::{self, ReshapeError};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Reshape",
    aliases: &[],
    name: "reshape",
    doc: "the same elements under another shape; one dimension may be -1",
    arguments: &[Specification::required(
        "target_shape",
        Kind::Target,
        "the new shape without the batch, such as `(28, 28, 1)`",
    )],
    variadic: Some("target_shape"),
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let target = match arguments.get("target_shape") {
        Setting::Target(target) => target.clone(),
        _ => Vec::new(),
    };
    Ok(Box::new(Reshape { target }))
}

/// Reshape.
#[derive(Debug)]
pub struct Reshape {
    target: Vec<i64>,
}

impl Layer for Reshape {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match reshape::reshape(inputs[0], &self.target) {
            Ok(shape) => Ok(vec![shape]),
            Err(ReshapeError::Inferred { .. }) => Err(Diagnosis::ReshapeInferred),
            Err(ReshapeError::Len { target: rest, .. }) => Err(Diagnosis::Reshape {
                input: inputs[0],
                target: self.target.clone(),
                rest,
            }),
            // Both are refused when the argument is bound.
            Err(ReshapeError::Rank { .. } | ReshapeError::Dimension { .. }) => {
                Err(Diagnosis::ReshapeInferred)
            }
        }
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match reshape::reshape(inputs[0], &self.target) {
            Ok(shape) if shape == inputs[0] => {
                vec![("", refuse::no_effect("Reshape", inputs[0]))]
            }
            _ => Vec::new(),
        }
    }

    fn lower(&self, _: &[Shape], _: bool) -> Lowered {
        Lowered::View
    }
}
