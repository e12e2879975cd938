//! Dropout: drops elements in training, and scales the others.

use super::Layer;
use super::arguments::{Arguments, Kind, Refusal, Specification};
use super::table::Row;
use crate::diagnostics::{Counted, Diagnosis, Warning};
use crate::ir::operation::{Absorb, Lowered, Operation};
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Dropout",
    aliases: &[],
    name: "dropout",
    doc: "in training, drops elements with probability `rate` and divides the others by 1 − rate",
    arguments: &[
        Specification::required(
            "rate",
            Kind::Rate,
            "the probability with which an element is dropped",
        )
        .or(&["p"]),
        Specification::refused("noise_shape", "every element is drawn by itself"),
        Specification::refused("seed", "the seed is that of the training"),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let rate = arguments.number("rate");
    Ok(Box::new(Dropout { rate }))
}

/// Dropout.
#[derive(Debug)]
pub struct Dropout {
    rate: f64,
}

impl Layer for Dropout {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        Ok(vec![inputs[0]])
    }

    fn vanishes_in_inference(&self) -> bool {
        true
    }

    fn remarks(&self, _: &[Shape]) -> Vec<(&'static str, Warning)> {
        let rate = self.rate;
        match rate == 0.0 || rate >= 0.95 {
            true => vec![("rate", Warning::DropoutRate { rate })],
            false => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        if self.rate == 0.0 {
            return Lowered::View;
        }
        Lowered::Operation(Operation {
            absorb: Absorb::Dropout(self.rate),
            draws: true,
            in_place: true,
            ..Operation::new(
                "Dropout",
                1,
                vec![
                    ("len", inputs[0].len().to_string()),
                    ("rate", format!("{:?}", self.rate as f32)),
                ],
            )
        })
    }
}
