//! LocalResponseNormalization: each element by the squares of its neighbours among the channels.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Lowered, Operation};
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "LocalResponseNormalization",
    aliases: &["LRN"],
    name: "local_response_normalization",
    doc: "`x / (bias + alpha · sum of x² over neighbouring channels)^beta`",
    arguments: &[
        Specification::optional(
            "size",
            Kind::Count,
            Default::Count(5),
            "how many channels belong together: one and half of the others on each side",
        ),
        Specification::optional(
            "bias",
            Kind::NonNegative,
            Default::Number(2.0),
            "what the sum is added to",
        )
        .or(&["k"]),
        Specification::optional(
            "alpha",
            Kind::NonNegative,
            Default::Number(1e-4),
            "what the sum is multiplied by; it isn't divided by the number of channels",
        ),
        Specification::optional(
            "beta",
            Kind::NonNegative,
            Default::Number(0.75),
            "the exponent",
        ),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(LocalResponseNormalization {
        reach: arguments.count("size") / 2,
        bias: arguments.number("bias"),
        alpha: arguments.number("alpha"),
        beta: arguments.number("beta"),
    }))
}

/// Local response normalization.
#[derive(Debug)]
pub struct LocalResponseNormalization {
    reach: usize,
    bias: f64,
    alpha: f64,
    beta: f64,
}

impl Layer for LocalResponseNormalization {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        if inputs[0].rank() == 0 {
            let layer = ROW.keyword;
            return Err(refuse::rank(layer, 0, refuse::CHANNELS, inputs[0]));
        }
        Ok(vec![inputs[0]])
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let channels = inputs[0].last();
        let number = |value: f64| format!("{:?}", value as f32);
        Lowered::Operation(Operation {
            keeps_inputs: vec![true],
            macs: inputs[0].len() as u64,
            ..Operation::new(
                "LocalResponseNormalization",
                1,
                vec![
                    ("channels", channels.to_string()),
                    ("reach", self.reach.min(channels).to_string()),
                    ("bias", number(self.bias)),
                    ("alpha", number(self.alpha)),
                    ("beta", number(self.beta)),
                ],
            )
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        inputs[0].last().saturating_mul(2)
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        inputs[0].last()
    }
}
