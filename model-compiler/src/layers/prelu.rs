//! PReLU: a ReLU whose slope for negative numbers is learned.

use super::arguments::{Arguments, Default, Kind, Refusal, Setting, Specification};
use super::initializers::ZEROS;
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{Lowered, Operation, WeightGradient};
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::{self, AxisError};
use formwork_shape_rules::shape::MAX_RANK;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "PReLU",
    aliases: &[],
    name: "prelu",
    doc: "x for x > 0, else alpha · x with a learned alpha for each element",
    arguments: &[
        Specification::optional(
            "alpha_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how alpha starts",
        )
        .or(&["init"]),
        Specification::regularizer("alpha_regularizer", "what alpha costs"),
        Specification::constraint("alpha_constraint", "what alpha keeps to"),
        Specification::optional(
            "shared_axes",
            Kind::Axes,
            Default::Nothing,
            "axes along which alpha is the same: `(1, 2)` for one of each channel of an image",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(PReLU {
        initializer: arguments.initializer("alpha_initializer"),
        shared_axes: match arguments.get("shared_axes") {
            Setting::Axes(axes) => axes.clone(),
            _ => Vec::new(),
        },
    }))
}

/// A ReLU with a learned slope.
#[derive(Debug)]
pub struct PReLU {
    initializer: String,
    shared_axes: Vec<i64>,
}

impl PReLU {
    /// The shape of alpha.
    fn alpha(&self, input: Shape) -> Result<Shape, AxisError> {
        let mut dims = [1; MAX_RANK];
        let rank = input.rank();
        dims[..rank].copy_from_slice(input.dims());
        for &shared in &self.shared_axes {
            dims[axis::axis(input, shared)?] = 1;
        }
        Ok(Shape::of(&dims[..rank]))
    }
}

impl Layer for PReLU {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.alpha(inputs[0]) {
            Ok(_) => Ok(vec![inputs[0]]),
            Err(error) => Err(refuse::axis("PReLU", error)),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        vec![Parameter {
            name: "alpha",
            shape: self.alpha(inputs[0]).unwrap_or(inputs[0]),
            role: Role::Trainable,
            initializer: self.initializer.clone(),
            unit_axes: 0,
        }]
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        let alpha = self.alpha(inputs[0]).unwrap_or(inputs[0]);
        Lowered::Operation(Operation {
            keeps_inputs: vec![true],
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            ..Operation::new(
                "PReLU",
                1,
                vec![
                    ("shape", format!("Shape::of(&{})", inputs[0])),
                    ("alpha", format!("Shape::of(&{alpha})")),
                ],
            )
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        inputs[0].len()
    }
}
