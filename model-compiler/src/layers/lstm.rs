//! LSTM: long short-term memory over a sequence.

use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::initializers::{ORTHOGONAL, UNIT_FORGET_BIAS, ZEROS};
use super::table::Row;
use super::{AS_A_LAYER, Layer, macs, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::graph::{Parameter, Role};
use crate::ir::operation::{ActivationFunction, Character, Lowered, Operation, WeightGradient};
use formwork_shape_rules::lstm::{self, Lstm as Rule, LstmError};
use formwork_shape_rules::{Activation, Shape};

const RECURRENCE: &str = "this part of recurrence isn't supported yet: remove it";

/// The row of the table.
pub static ROW: Row = Row {
    keyword: "LSTM",
    aliases: &["Lstm"],
    name: "lstm",
    doc: "long short-term memory over `[steps, features]`, gates in the order i, f, c, o",
    arguments: &[
        Specification::required("units", Kind::Count, "the length of the state")
            .or(&["output_dim"]),
        Specification::optional(
            "activation",
            Kind::Activation,
            Default::Activation(Activation::Tanh),
            "applied to the candidate and the cell",
        ),
        Specification::optional(
            "recurrent_activation",
            Kind::Activation,
            Default::Activation(Activation::Sigmoid),
            "applied to the gates",
        )
        .or(&["inner_activation"]),
        Specification::optional(
            "use_bias",
            Kind::Flag,
            Default::Flag(true),
            "whether a bias is added",
        ),
        Specification::KERNEL_INITIALIZER,
        Specification::optional(
            "recurrent_initializer",
            Kind::Initializer,
            Default::Initializer(ORTHOGONAL),
            "how the recurrent kernel starts",
        )
        .or(&["inner_init"]),
        Specification::optional(
            "bias_initializer",
            Kind::Initializer,
            Default::Initializer(ZEROS),
            "how the bias starts, the forget gate apart",
        ),
        Specification::optional(
            "unit_forget_bias",
            Kind::Flag,
            Default::Flag(true),
            "whether the bias of the forget gate starts at 1",
        ),
        Specification::KERNEL_REGULARIZER,
        Specification::regularizer("recurrent_regularizer", "what the recurrent kernel costs"),
        Specification::BIAS_REGULARIZER,
        Specification::refused("activity_regularizer", AS_A_LAYER),
        Specification::KERNEL_CONSTRAINT,
        Specification::constraint("recurrent_constraint", "what the recurrent kernel keeps to"),
        Specification::BIAS_CONSTRAINT,
        Specification::refused("dropout", RECURRENCE),
        Specification::refused("recurrent_dropout", RECURRENCE),
        Specification::refused("seed", "the seed is that of the training"),
        Specification::optional(
            "return_sequences",
            Kind::Flag,
            Default::Flag(false),
            "whether the output of every step is given, not of the last alone",
        ),
        Specification::optional(
            "return_state",
            Kind::Flag,
            Default::Flag(false),
            "whether the last states are given as second and third output",
        ),
        Specification::optional(
            "go_backwards",
            Kind::Flag,
            Default::Flag(false),
            "whether the sequence is read from its end",
        ),
        Specification::refused("stateful", RECURRENCE),
        Specification::refused("unroll", "loops are unrolled as far as it pays"),
        Specification::refused("use_cudnn", "there is no such thing here"),
    ],
    variadic: None,
    inputs: Counted::Either(1, 3),
    build,
};

fn build(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let activation = arguments.activation("activation")?;
    let recurrent_activation = arguments.activation("recurrent_activation")?;
    for (argument, one) in [
        ("activation", &activation),
        ("recurrent_activation", &recurrent_activation),
    ] {
        if !one.is_elementwise() {
            let diagnosis = Diagnosis::ArgumentRange {
                argument: argument.into(),
                expected: "an activation of single elements",
                found: format!("`{}`", one.source().trim_start_matches("Activation::"))
                    .to_lowercase(),
            };
            return Err((Some(argument), diagnosis));
        }
    }
    let bias = arguments.initializer("bias_initializer");
    Ok(Box::new(Lstm {
        units: arguments.count("units"),
        activation,
        recurrent_activation,
        use_bias: arguments.flag("use_bias"),
        kernel_initializer: arguments.initializer("kernel_initializer"),
        recurrent_initializer: arguments.initializer("recurrent_initializer"),
        bias_initializer: match bias == ZEROS && arguments.flag("unit_forget_bias") {
            true => UNIT_FORGET_BIAS.into(),
            false => bias,
        },
        return_sequences: arguments.flag("return_sequences"),
        return_state: arguments.flag("return_state"),
        go_backwards: arguments.flag("go_backwards"),
    }))
}

/// Long short-term memory.
#[derive(Debug)]
pub struct Lstm {
    units: usize,
    activation: ActivationFunction,
    recurrent_activation: ActivationFunction,
    use_bias: bool,
    kernel_initializer: String,
    recurrent_initializer: String,
    bias_initializer: String,
    return_sequences: bool,
    return_state: bool,
    go_backwards: bool,
}

impl Lstm {
    fn rule(&self, inputs: &[Shape]) -> Result<Rule, LstmError> {
        let states = match *inputs {
            [_, hidden, cell] => Some([hidden, cell]),
            _ => None,
        };
        lstm::lstm(inputs[0], self.units, self.return_sequences, states)
    }
}

impl Layer for Lstm {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        match self.rule(inputs) {
            Ok(rule) if macs(&[rule.steps, 4, self.units]) > 1 << 36 => Err(Diagnosis::TooLarge {
                what: "what this layer saves for each sample",
            }),
            Ok(rule) if self.return_state => Ok(vec![rule.output, rule.state, rule.state]),
            Ok(rule) => Ok(vec![rule.output]),
            Err(LstmError::State {
                index,
                found,
                units,
            }) => Err(Diagnosis::State {
                index,
                found,
                units,
            }),
            // Counts of 0 are refused when arguments and inputs are bound.
            Err(LstmError::Rank { .. } | LstmError::ZeroUnits | LstmError::ZeroSteps) => {
                Err(refuse::rank("LSTM", 0, refuse::SEQUENCE, inputs[0]))
            }
        }
    }

    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let gates = 4 * self.units;
        let mut parameters = vec![
            Parameter {
                name: "kernel",
                shape: Shape::of(&[inputs[0].last(), gates]),
                role: Role::Trainable,
                initializer: self.kernel_initializer.clone(),
                unit_axes: 1,
            },
            Parameter {
                name: "recurrent_kernel",
                shape: Shape::of(&[self.units, gates]),
                role: Role::Trainable,
                initializer: self.recurrent_initializer.clone(),
                unit_axes: 1,
            },
        ];
        if self.use_bias {
            parameters.push(Parameter {
                name: "bias",
                shape: Shape::of(&[gates]),
                role: Role::Trainable,
                initializer: self.bias_initializer.clone(),
                unit_axes: 0,
            });
        }
        parameters
    }

    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered {
        // `outputs` has accepted the inputs.
        let Ok(rule) = self.rule(inputs) else {
            return Lowered::View;
        };
        let gates = 4 * self.units;
        let outputs = if self.return_state { 3 } else { 1 };
        let weight_gradient = match trainable {
            true => WeightGradient::Late {
                rows: rule.inputs + self.units + usize::from(self.use_bias),
                width: gates,
                cotangents: false,
            },
            false => WeightGradient::None,
        };
        let closures = [&self.activation, &self.recurrent_activation]
            .into_iter()
            .filter_map(|activation| activation.closure().cloned());
        let mut keeps_inputs = vec![trainable];
        keeps_inputs.extend(inputs[1..].iter().map(|_| false));
        Lowered::Operation(Operation {
            keeps_inputs,
            keeps_outputs: vec![false; outputs],
            saved: lstm::saved(rule.steps, self.units).to_vec(),
            weight_gradient,
            closures: closures.collect(),
            character: Character::Recurrent,
            macs: macs(&[rule.steps, rule.inputs + self.units, gates]),
            ..Operation::new(
                "Lstm",
                inputs.len(),
                vec![
                    ("steps", rule.steps.to_string()),
                    ("inputs", rule.inputs.to_string()),
                    ("units", self.units.to_string()),
                    ("use_bias", self.use_bias.to_string()),
                    ("activation", self.activation.source()),
                    ("recurrent_activation", self.recurrent_activation.source()),
                    ("return_sequences", self.return_sequences.to_string()),
                    ("go_backwards", self.go_backwards.to_string()),
                ],
            )
        })
    }
    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        self.rule(inputs).map_or(0, |rule| {
            lstm::scratch(rule.steps, rule.inputs, self.units, samples)
        })
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        self.rule(inputs)
            .map_or(0, |rule| lstm::deployed_scratch(rule.inputs, self.units))
    }

    fn late_scratch(&self, inputs: &[Shape]) -> usize {
        self.rule(inputs)
            .map_or(0, |rule| lstm::late_scratch(rule.inputs, self.units))
    }
}
