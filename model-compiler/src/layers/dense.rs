//! Dense: `activation(x · kernel + bias)` along the last axis.

use super::arguments::{Arguments, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, Linear, fused, macs, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{ActivationFunction, Character, Lowered, Operation, WeightGradient};
use formwork_shape_rules::{Shape, dense};

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "Dense",
    aliases: &[],
    name: "dense",
    doc: "`activation(x · kernel + bias)` along the last axis",
    arguments: &[
        Specification::required("units", Kind::Count, "the length of the output's last axis")
            .or(&["output_dim"]),
        Specification::ACTIVATION,
        Specification::USE_BIAS,
        Specification::KERNEL_INITIALIZER,
        Specification::BIAS_INITIALIZER,
        Specification::KERNEL_REGULARIZER,
        Specification::BIAS_REGULARIZER,
        Specification::ACTIVITY_REGULARIZER,
        Specification::KERNEL_CONSTRAINT,
        Specification::BIAS_CONSTRAINT,
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    Ok(Box::new(Dense {
        units: arguments.count("units"),
        activation: arguments.activation("activation")?,
        use_bias: arguments.flag("use_bias"),
        kernel_initializer: arguments.initializer("kernel_initializer"),
        bias_initializer: arguments.initializer("bias_initializer"),
    }))
}

/// A dense layer.
#[derive(Debug)]
pub struct Dense {
    units: usize,
    activation: ActivationFunction,
    use_bias: bool,
    kernel_initializer: String,
    bias_initializer: String,
}

impl Layer for Dense {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match dense::dense(inputs[0], self.units) {
            Ok(rule) => Ok(vec![rule.output]),
            Err(_) => Err(refuse::rank(
                "Dense",
                0,
                "an input of at least one axis",
                inputs[0],
            )),
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let mut parameters = vec![Parameter {
            name: "kernel",
            shape: Shape::of(&[inputs[0].last(), self.units]),
            role: Role::Trainable,
            initializer: self.kernel_initializer.clone(),
            unit_axes: 1,
        }];
        if self.use_bias {
            parameters.push(Parameter {
                name: "bias",
                shape: Shape::of(&[self.units]),
                role: Role::Trainable,
                initializer: self.bias_initializer.clone(),
                unit_axes: 0,
            });
        }
        parameters
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        let width = inputs[0].last();
        let rows = inputs[0].len() / width;
        let weight_gradient = match trainable {
            true => WeightGradient::Late {
                rows: width + usize::from(self.use_bias),
                width: self.units,
                cotangents: true,
            },
            false => WeightGradient::None,
        };
        Lowered::Operation(Operation {
            takes_parametric: true,
            epilogue: Some(fused(&self.activation)),
            keeps_inputs: vec![trainable],
            weight_gradient,
            character: Character::Dense,
            macs: macs(&[rows, width, self.units]),
            ..Operation::new(
                "Dense",
                1,
                vec![
                    ("rows", rows.to_string()),
                    ("inputs", width.to_string()),
                    ("units", self.units.to_string()),
                    ("use_bias", self.use_bias.to_string()),
                ],
            )
        })
    }

    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let width = inputs[0].last();
        let rows = inputs[0].len() / width;
        dense::scratch(rows, width, self.units, samples)
    }

    fn linear(&self) -> Option<Linear> {
        Some(Linear {
            kernel: "kernel",
            bias: "bias",
            inner_axes: 0,
        })
    }

    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        dense::late_scratch(inputs[0].last(), self.units)
    }
}
