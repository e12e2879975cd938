//! ActivityRegularization: in training, what a layer gives costs something.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "ActivityRegularization",
    aliases: &[],
    name: "activity_regularization",
    doc: "in training, adds `l1 · Σ |x| + l2 · Σ x²` to the loss, a mean over the samples of the batch; its output is its input",
    arguments: &[
        Specification::optional(
            "l1",
            Kind::NonNegative,
            Default::Number(0.0),
            "the factor of the sum of sizes",
        ),
        Specification::optional(
            "l2",
            Kind::NonNegative,
            Default::Number(0.0),
            "the factor of the sum of squares",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let factors = [arguments.number("l1"), arguments.number("l2")];
    Ok(Box::new(ActivityRegularization { factors }))
}

/// The layer.
#[derive(Debug)]
pub struct ActivityRegularization {
    /// Of the sum of sizes, and of the sum of squares.
    pub factors: [f64; 2],
}

impl Layer for ActivityRegularization {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(vec![inputs[0]])
    }

    fn vanishes_in_inference(&self) -> bool {
        true
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        match self.factors {
            [0.0, 0.0] => vec![("", refuse::no_effect(ROW.keyword, inputs[0]))],
            _ => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let [l1, l2] = self.factors;
        if l1 == 0.0 && l2 == 0.0 {
            return Lowered::View;
        }
        Lowered::Operation(Operation {
            in_place: true,
            penalizes: true,
            keeps_outputs: vec![true],
            ..Operation::new(
                "ActivityRegularization",
                1,
                vec![
                    ("len", inputs[0].len().to_string()),
                    ("l1", format!("{:?}", l1 as f32)),
                    ("l2", format!("{:?}", l2 as f32)),
                ],
            )
        })
    }
}
