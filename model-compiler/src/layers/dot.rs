//! Dot: the sum of products along an axis of each of two values.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, macs, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::AxisView;
use formwork_shape_rules::dot::{self, DotError};
use formwork_shape_rules::shape::MAX_RANK;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Dot",
    aliases: &[],
    name: "dot",
    doc: "the sum of products along an axis of each of two inputs; the axes that are left stay",
    arguments: &[
        Specification::required(
            "axes",
            Kind::Axes,
            "the axis of each input along which is summed, or one for both, the batch being axis 0",
        )
        .or(&["dot_axes"]),
        Specification::optional(
            "normalize",
            Kind::Flag,
            Default::Flag(false),
            "whether inputs are divided by their length along the axis: the result is the cosine of their angle",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(2),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let axes = match *arguments.axes("axes") {
        [both] => [both; 2],
        [first, second] => [first, second],
        _ => {
            let diagnosis = Diagnosis::ArgumentType {
                argument: "axes".into(),
                expected: "an axis such as `1`, or one for each input as in `(1, 2)`",
                found: format!("{:?}", arguments.axes("axes")),
            };
            return Err((Some("axes"), diagnosis));
        }
    };
    Ok(Box::new(Dot {
        axes,
        normalize: arguments.flag("normalize"),
    }))
}

/// A dot product.
#[derive(Debug)]
pub struct Dot {
    axes: [i64; 2],
    normalize: bool,
}

impl Dot {
    fn rule(&self, inputs: &[Shape]) -> Result<dot::Dot, DotError> {
        dot::dot(inputs[0], inputs[1], self.axes)
    }
}

impl Layer for Dot {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs) {
            Ok(rule) => Ok(vec![rule.output]),
            Err(DotError::Axis(error)) => Err(refuse::axis("Dot", error)),
            Err(DotError::Lengths { first, second }) => Err(Diagnosis::DotLengths {
                axes: self.axes,
                lengths: [first, second],
            }),
            Err(DotError::Rank { found }) => {
                let limit = MAX_RANK;
                Err(Diagnosis::TooManyAxes { found, limit })
            }
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        // `outputs` has accepted the inputs.
        let Ok(rule) = self.rule(inputs) else {
            return Lowered::View;
        };
        Lowered::Operation(Operation {
            keeps_inputs: vec![true; 2],
            macs: macs(&[rule.output.len(), rule.first.len]),
            ..Operation::new(
                "Dot",
                2,
                vec![
                    ("first", source(rule.first)),
                    ("second", source(rule.second)),
                    ("normalize", self.normalize.to_string()),
                ],
            )
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        match self.normalize {
            true => dot::scratch(inputs[0], inputs[1]),
            false => 0,
        }
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        match self.normalize {
            true => dot::inference_scratch(inputs[0], inputs[1]),
            false => 0,
        }
    }
}

fn source(view: AxisView) -> String {
    let AxisView { outer, len, inner } = view;
    format!(
        "::formwork::shape_rules::axis::AxisView {{ outer: {outer}, len: {len}, inner: {inner} }}"
    )
}
