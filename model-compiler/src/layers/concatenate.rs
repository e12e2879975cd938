//! Concatenate: values one after the other along an axis.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::{Shape, axis, merge};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Concatenate",
    aliases: &["Concat", "Merge"],
    name: "concatenate",
    doc: "the inputs one after the other along an axis: `concat(a, b)` or `Concatenate()(a, b)`",
    arguments: &[Specification::optional(
        "axis",
        Kind::Axes,
        Default::Axis(-1),
        "along which axis, the batch being axis 0",
    )],
    variadic: None,
    inputs: Counted::AtLeast(2),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    match *arguments.axes("axis") {
        [axis] => Ok(Box::new(Concatenate { axis })),
        _ => {
            let axes = arguments.axes("axis");
            Err((Some("axis"), Diagnosis::AxesApart { axes }))
        }
    }
}

/// Concatenation.
#[derive(Debug)]
pub struct Concatenate {
    axis: i64,
}

impl Layer for Concatenate {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match merge::concatenate(inputs, self.axis) {
            Ok(shape) => Ok(vec![shape]),
            Err(error) => Err(refuse::merge("Concatenate", inputs, error)),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the axis.
        let Ok(index) = axis::axis(inputs[0], self.axis) else {
            return Lowered::View;
        };
        let view = axis::along(inputs[0], index);
        let runs: Vec<String> = inputs
            .iter()
            .map(|input| (input.len() / view.outer).to_string())
            .collect();
        Lowered::Operation(Operation::new(
            "Concatenate",
            inputs.len(),
            vec![
                ("outer", view.outer.to_string()),
                ("runs", format!("&[{}]", runs.join(", "))),
            ],
        ))
    }
}
