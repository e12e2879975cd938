//! What layers share that change values in training only: spatial dropout, noise, dropped paths.

use super::arguments::{Arguments, Kind, Refusal, Specification};
use super::{Layer, refuse, space};
use crate::diagnostics::{Diagnosis, Warning};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;
use formwork_shape_rules::volume::volume;

/// What the runtime's struct is, and which of its fields follow from the shape.
#[derive(Clone, Copy, Debug)]
pub enum Change {
    /// Whole channels, at all places of so many axes of space.
    Channels(usize),
    /// Elements or samples, by this struct.
    Elements(&'static str),
}

/// A layer that is the identity in inference.
#[derive(Debug)]
pub struct TrainingOnly {
    keyword: &'static str,
    change: Change,
    argument: &'static str,
    amount: f64,
}

/// A rate of dropping.
pub const fn rate(doc: &'static str) -> Specification {
    Specification::required("rate", Kind::Rate, doc).or(&["p"])
}

/// Why `seed` is refused.
pub const SEED: Specification = Specification::refused("seed", "the seed is that of the training");

/// Makes one from its argument of this name.
pub fn build(
    keyword: &'static str,
    change: Change,
    argument: &'static str,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(TrainingOnly {
        keyword,
        change,
        argument,
        amount: arguments.number(argument),
    }))
}

/// The same for a rate of which nothing is left at 1.
pub fn build_below_one(
    keyword: &'static str,
    arguments: &Arguments,
) -> Result<Box<dyn Layer>, Refusal> {
    let rate = arguments.number("rate");
    if rate as f32 >= 1.0 {
        let diagnosis = Diagnosis::ArgumentRange {
            argument: "rate".into(),
            expected: "less than 1",
            found: format!("`{rate}`"),
        };
        return Err((Some("rate"), diagnosis));
    }
    build(keyword, Change::Elements(keyword), "rate", arguments)
}

impl Layer for TrainingOnly {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.change {
            Change::Channels(rank) if volume(inputs[0], rank).is_none() => {
                let expected = space::expected(rank);
                Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
            }
            _ => Ok(vec![inputs[0]]),
        }
    }

    fn vanishes_in_inference(&self) -> bool {
        true
    }

    fn remarks(&self, inputs: &[Shape]) -> Vec<(&'static str, Warning)> {
        let rate = self.amount;
        match self.argument {
            "rate" if rate == 0.0 || rate >= 0.95 => {
                vec![("rate", Warning::DropoutRate { rate })]
            }
            _ if rate == 0.0 => vec![(self.argument, refuse::no_effect(self.keyword, inputs[0]))],
            _ => Vec::new(),
        }
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        if self.amount == 0.0 {
            return Lowered::View;
        }
        let (len, channels) = (inputs[0].len(), inputs[0].last());
        let (kind, mut fields) = match self.change {
            Change::Channels(_) => (
                "SpatialDropout",
                vec![
                    ("positions", (len / channels).to_string()),
                    ("channels", channels.to_string()),
                ],
            ),
            Change::Elements(kind) => (kind, vec![("len", len.to_string())]),
        };
        fields.push((self.argument, format!("{:?}", self.amount as f32)));
        Lowered::Operation(Operation {
            draws: true,
            in_place: true,
            ..Operation::new(kind, 1, fields)
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        match self.change {
            Change::Channels(_) => inputs[0].last(),
            Change::Elements(_) => 0,
        }
    }
}
