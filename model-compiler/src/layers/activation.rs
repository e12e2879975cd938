//! Activation, and the activations that are layers of their own.

use super::activations::{AxisFunction, Choice, along_axes, relu};
use super::arguments::{Arguments, Default, Kind, Refusal, Specification};
use super::table::Row;
use super::{Layer, refuse};
use crate::diagnostics::{Counted, Diagnosis};
use crate::ir::operation::{Absorb, ActivationFunction, Lowered, Operation};
use formwork_shape_rules::axis::{self, AxisView};
use formwork_shape_rules::{Activation, BackwardNeeds, Shape};
use std::rc::Rc;

/// The row of `Activation`.
pub static ROW: Row = Row {
    keyword: "Activation",
    aliases: &[],
    name: "activation",
    doc: "an activation as a layer of its own",
    arguments: &[Specification::required(
        "activation",
        Kind::Activation,
        "which one, such as `relu` or `softmax(axis = 1)`",
    )],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| Ok(Box::new(of(arguments.choice("activation")))),
};

/// The row of `ReLU`.
pub static RELU: Row = Row {
    keyword: "ReLU",
    aliases: &["Relu"],
    name: "relu",
    doc: "max(x, 0), with a slope below `threshold` and a ceiling",
    arguments: &[
        Specification::optional(
            "max_value",
            Kind::NonNegative,
            Default::Nothing,
            "the ceiling",
        ),
        Specification::optional(
            "negative_slope",
            Kind::NonNegative,
            Default::Number(0.0),
            "the slope below the threshold",
        )
        .or(&["alpha"]),
        Specification::optional(
            "threshold",
            Kind::NonNegative,
            Default::Number(0.0),
            "where the ramp begins",
        )
        .or(&["theta"]),
    ],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: relu_layer,
};

/// The row of `LeakyReLU`.
pub static LEAKY_RELU: Row = Row {
    keyword: "LeakyReLU",
    aliases: &["LeakyRelu"],
    name: "leaky_relu",
    doc: "x for x ≥ 0, else negative_slope · x",
    arguments: &[Specification::optional(
        "negative_slope",
        Kind::NonNegative,
        Default::Number(0.3),
        "the slope below 0; the activation `leaky_relu` has 0.2",
    )
    .or(&["alpha"])],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        let slope = arguments.number("negative_slope") as f32;
        Ok(Box::new(of(Choice::Plain(relu(slope, f32::INFINITY, 0.0)))))
    },
};

/// The row of `ELU`.
pub static ELU: Row = Row {
    keyword: "ELU",
    aliases: &[],
    name: "elu",
    doc: "x for x > 0, else alpha · (exp(x) − 1)",
    arguments: &[Specification::optional(
        "alpha",
        Kind::Number,
        Default::Number(1.0),
        "the depth below 0",
    )],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        let alpha = arguments.number("alpha") as f32;
        Ok(Box::new(of(Choice::Plain(Activation::Elu { alpha }))))
    },
};

/// The row of `Softmax`.
pub static SOFTMAX: Row = Row {
    keyword: "Softmax",
    aliases: &[],
    name: "softmax",
    doc: "exp(x) / Σ exp(x) along an axis",
    arguments: &[Specification::optional(
        "axis",
        Kind::Axes,
        Default::Axis(-1),
        "along which axis, the batch being axis 0",
    )],
    variadic: None,
    inputs: Counted::Exactly(1),
    build: |arguments| {
        let choice = along_axes(AxisFunction::Softmax, arguments.axes("axis"));
        let keyword = "Softmax";
        Ok(Box::new(ActivationLayer { keyword, choice }))
    },
};

fn relu_layer(arguments: &Arguments) -> Result<Box<dyn Layer>, Refusal> {
    let ceiling = match arguments.get("max_value") {
        super::arguments::Setting::Number(value) => *value as f32,
        _ => f32::INFINITY,
    };
    let slope = arguments.number("negative_slope") as f32;
    let threshold = arguments.number("threshold") as f32;
    Ok(Box::new(of(Choice::Plain(relu(slope, ceiling, threshold)))))
}

fn of(choice: Choice) -> ActivationLayer {
    let keyword = "Activation";
    ActivationLayer { keyword, choice }
}

/// An activation.
#[derive(Debug)]
pub struct ActivationLayer {
    /// How it was written.
    keyword: &'static str,
    choice: Choice,
}

/// What an activation along some axes is for an input: how the input looks, and along which index.
fn view(keyword: &'static str, axes: &[i64], input: Shape) -> Result<(AxisView, usize), Diagnosis> {
    let mut indices = Vec::with_capacity(axes.len());
    for &one in axes {
        let index = axis::axis(input, one).map_err(|error| refuse::axis(keyword, error))?;
        if indices.contains(&index) {
            return Err(Diagnosis::AxisTwice { axis: one });
        }
        indices.push(index);
    }
    indices.sort_unstable();
    let first = indices[0];
    if indices.windows(2).any(|pair| pair[1] != pair[0] + 1) {
        return Err(Diagnosis::AxesApart {
            axes: axes.to_vec(),
        });
    }
    let mut view = axis::along(input, first);
    for &index in &indices[1..] {
        let dim = input.dims()[index];
        view.len *= dim;
        view.inner /= dim;
    }
    Ok((view, first))
}

impl ActivationLayer {
    /// Elements along the axes, which a call brings together: 0 if it works along the last.
    fn line_len(&self, inputs: &[Shape]) -> usize {
        match &self.choice {
            Choice::Along { function, axes } if *function != AxisFunction::Glu => {
                view(self.keyword, axes, inputs[0]).map_or(0, |(view, _)| view.len)
            }
            _ => 0,
        }
    }
}

impl Layer for ActivationLayer {
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis> {
        let Choice::Along { function, axes } = &self.choice else {
            return match &self.choice {
                Choice::Plain(activation)
                    if !activation.is_elementwise() && inputs[0].rank() == 0 =>
                {
                    let expected = "an input of at least one axis";
                    Err(refuse::rank(self.keyword, 0, expected, inputs[0]))
                }
                _ => Ok(vec![inputs[0]]),
            };
        };
        let (view, index) = view(self.keyword, axes, inputs[0])?;
        if *function != AxisFunction::Glu {
            return Ok(vec![inputs[0]]);
        }
        if axes.len() > 1 {
            return Err(Diagnosis::AxesApart { axes: axes.clone() });
        }
        if view.len % 2 != 0 {
            let axis = axes[0];
            let len = view.len;
            return Err(Diagnosis::OddAxis { axis, len });
        }
        let mut dims = inputs[0].dims().to_vec();
        dims[index] /= 2;
        Ok(vec![Shape::of(&dims)])
    }

    fn lower(&self, inputs: &[Shape], _: bool) -> Lowered {
        let (axes, function) = match &self.choice {
            Choice::Plain(Activation::Linear) => return Lowered::View,
            Choice::Plain(activation) => return plain((*activation).into(), inputs[0]),
            Choice::Closure(closure) => {
                let activation = ActivationFunction::Closure(Rc::clone(closure));
                return plain(activation, inputs[0]);
            }
            Choice::Along { function, axes } => (axes, *function),
        };
        // `outputs` has accepted the axes.
        let Ok((view, _)) = view(self.keyword, axes, inputs[0]) else {
            return Lowered::View;
        };
        let AxisView { outer, len, inner } = view;
        let view = format!(
            "::formwork::shape_rules::axis::AxisView {{ outer: {outer}, len: {len}, inner: {inner} }}"
        );
        let (kind, fields) = match function {
            AxisFunction::Glu => ("GatedLinearUnit", vec![("view", view)]),
            AxisFunction::Softmax => (
                "AxisActivation",
                with_rows(view, "::formwork::activations::Rows::Softmax"),
            ),
            AxisFunction::LogSoftmax => (
                "AxisActivation",
                with_rows(view, "::formwork::activations::Rows::LogSoftmax"),
            ),
            AxisFunction::Sparsemax => (
                "AxisActivation",
                with_rows(view, "::formwork::activations::Rows::Sparsemax"),
            ),
        };
        let glu = function == AxisFunction::Glu;
        Lowered::Operation(Operation {
            keeps_inputs: vec![glu],
            keeps_outputs: vec![!glu],
            in_place: !glu,
            ..Operation::new(kind, 1, fields)
        })
    }

    fn scratch(&self, inputs: &[Shape], _: usize) -> usize {
        2 * self.line_len(inputs)
    }

    fn deployed_scratch(&self, inputs: &[Shape]) -> usize {
        self.line_len(inputs)
    }
}

fn with_rows(view: String, rows: &str) -> Vec<(&'static str, String)> {
    vec![("view", view), ("rows", rows.into())]
}

/// An activation that an epilogue can take.
pub(super) fn plain(activation: ActivationFunction, input: Shape) -> Lowered {
    let needs = activation.backward_needs();
    Lowered::Operation(Operation {
        absorb: Absorb::Activation(activation.clone()),
        closures: activation.closure().cloned().into_iter().collect(),
        keeps_inputs: vec![needs == BackwardNeeds::Input],
        keeps_outputs: vec![needs == BackwardNeeds::Output],
        in_place: true,
        ..Operation::new(
            "ActivationLayer",
            1,
            vec![
                ("len", input.len().to_string()),
                ("width", input.last().to_string()),
                ("activation", activation.source()),
            ],
        )
    })
}
