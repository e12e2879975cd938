//! LayerScale: a learned factor for each channel.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{Lowered, Operation, WeightGradient};
use formwork_shape_rules::Shape;

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "LayerScale",
    aliases: &[],
    name: "layer_scale",
    doc: "`gamma · x` with a learned factor for each channel that starts small: at the end of a residual branch",
    arguments: &[
        Specification::optional(
            "init_values",
            Kind::Number,
            Default::Number(1e-6),
            "what all factors start with",
        ),
        Specification::refused("projection_dim", "it is the input's last axis"),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let init_values = arguments.number("init_values");
    Ok(Box::new(LayerScale { init_values }))
}

/// A learned factor for each channel.
#[derive(Debug)]
pub struct LayerScale {
    init_values: f64,
}

impl Layer for LayerScale {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match inputs[0].rank() {
            0 => {
                let expected = "an input of at least one axis";
                Err(refuse::rank("LayerScale", 0, expected, inputs[0]))
            }
            _ => Ok(vec![inputs[0]]),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        vec![Parameter {
            name: "gamma",
            shape: Shape::of(&[inputs[0].last()]),
            role: Role::Trainable,
            initializer: format!("Initializer::Constant({:?})", self.init_values as f32),
            unit_axes: 0,
        }]
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        Lowered::Operation(Operation {
            keeps_inputs: vec![trainable],
            weight_gradient: match trainable {
                true => WeightGradient::Sharded,
                false => WeightGradient::None,
            },
            macs: inputs[0].len() as u64,
            ..Operation::new(
                "LayerScale",
                1,
                vec![
                    ("len", inputs[0].len().to_string()),
                    ("channels", inputs[0].last().to_string()),
                ],
            )
        })
    }
}
