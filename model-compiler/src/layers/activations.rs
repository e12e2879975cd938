//! The activations by name, with their parameters and defaults in Keras 3.

use super::constant::{Closure as WrittenClosure, Constant, Value, integers};
use super::parameters::{self, Given, Parameter, parameter};
use crate::diagnostics::{ClosureMistake, Diagnosis, Diagnostics, closest};
use crate::ir::closure::Closure;
use crate::symbolic::read;
use formwork_shape_rules::Activation;
use std::rc::Rc;

/// An activation as an argument names it.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// Elementwise, or along the last axis: it can be fused.
    Plain(Activation),
    /// A closure: elementwise, so it can be fused.
    Closure(Rc<Closure>),
    /// Along other axes, or changing the shape: a layer of its own.
    Along {
        /// Which function.
        function: AxisFunction,
        /// Along which axes, counted as Keras does.
        axes: Vec<i64>,
    },
}

/// The activations that act along an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AxisFunction {
    /// `exp(x) / Σ exp(x)`
    Softmax,
    /// `ln(softmax(x))`
    LogSoftmax,
    /// The projection on the simplex.
    Sparsemax,
    /// `a · sigmoid(b)`, where a and b are the halves along the axis.
    Glu,
}

impl AxisFunction {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            AxisFunction::Softmax => "softmax",
            AxisFunction::LogSoftmax => "log_softmax",
            AxisFunction::Sparsemax => "sparsemax",
            AxisFunction::Glu => "glu",
        }
    }
}

/// One activation of the table.
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Other names that Keras accepts or has accepted.
    pub aliases: &'static [&'static str],
    /// Its parameters with their other name and default; `None` must be given.
    pub parameters: &'static [Parameter],
    /// What it computes.
    pub doc: &'static str,
    /// Makes it from its parameters, or from an axis.
    make: Make,
}

impl Row {
    /// Whether its parameter is an axis.
    pub fn is_along_axes(&self) -> bool {
        matches!(self.make, Make::Along(_))
    }
}

enum Make {
    Of(fn(&[f32]) -> Activation),
    Along(AxisFunction),
}

const fn plain(name: &'static str, doc: &'static str, make: fn(&[f32]) -> Activation) -> Row {
    Row {
        name,
        aliases: &[],
        parameters: &[],
        doc,
        make: Make::Of(make),
    }
}

const fn with(
    name: &'static str,
    aliases: &'static [&'static str],
    parameters: &'static [Parameter],
    doc: &'static str,
    make: fn(&[f32]) -> Activation,
) -> Row {
    let make = Make::Of(make);
    Row {
        name,
        aliases,
        parameters,
        doc,
        make,
    }
}

const fn along(name: &'static str, doc: &'static str, function: AxisFunction) -> Row {
    Row {
        name,
        aliases: &[],
        parameters: &[],
        doc,
        make: Make::Along(function),
    }
}

/// The cases of relu that have kernels of their own.
pub fn relu(negative_slope: f32, max_value: f32, threshold: f32) -> Activation {
    if negative_slope == 0.0 && max_value == f32::INFINITY && threshold == 0.0 {
        return Activation::Relu;
    }
    Activation::ClippedRelu {
        negative_slope,
        max_value,
        threshold,
    }
}

const SHRINK: &[Parameter] = &[parameter("threshold", "lambd", 0.5)];

/// All activations.
pub static TABLE: &[Row] = &[
    plain("linear", "x", |_| Activation::Linear),
    with(
        "relu",
        &[],
        &[
            parameter("negative_slope", "alpha", 0.0),
            parameter("max_value", "max_value", f32::INFINITY),
            parameter("threshold", "threshold", 0.0),
        ],
        "max(x, 0), with a slope below `threshold` and a ceiling",
        |p| relu(p[0], p[1], p[2]),
    ),
    with(
        "leaky_relu",
        &[],
        &[parameter("negative_slope", "alpha", 0.2)],
        "x for x ≥ 0, else negative_slope · x",
        |p| relu(p[0], f32::INFINITY, 0.0),
    ),
    plain("relu6", "min(max(x, 0), 6)", |_| relu(0.0, 6.0, 0.0)),
    with(
        "elu",
        &[],
        &[parameter("alpha", "alpha", 1.0)],
        "x for x > 0, else alpha · (exp(x) − 1)",
        |p| Activation::Elu { alpha: p[0] },
    ),
    plain("selu", "1.0507 · elu(x, 1.6733)", |_| Activation::Selu),
    with(
        "celu",
        &[],
        &[parameter("alpha", "alpha", 1.0)],
        "max(x, 0) + min(0, alpha · (exp(x / alpha) − 1))",
        |p| Activation::Celu { alpha: p[0] },
    ),
    plain("exponential", "exp(x)", |_| Activation::Exponential),
    with(
        "gelu",
        &[],
        &[parameter("approximate", "approximate", 0.0)],
        "x · Φ(x), exactly or by tanh",
        |p| match p[0] {
            0.0 => Activation::Gelu,
            _ => Activation::GeluTanh,
        },
    ),
    with(
        "hard_shrink",
        &[],
        SHRINK,
        "x where |x| > threshold, else 0",
        |p| Activation::HardShrink { threshold: p[0] },
    ),
    plain("hard_sigmoid", "clip(x / 6 + 0.5, 0, 1)", |_| {
        Activation::HardSigmoid
    }),
    with(
        "hard_silu",
        &["hard_swish"],
        &[],
        "x · hard_sigmoid(x)",
        |_| Activation::HardSilu,
    ),
    plain("hard_tanh", "clip(x, −1, 1)", |_| Activation::HardTanh),
    plain("log_sigmoid", "ln(sigmoid(x))", |_| Activation::LogSigmoid),
    plain("mish", "x · tanh(softplus(x))", |_| Activation::Mish),
    plain("sigmoid", "1 / (1 + exp(−x))", |_| Activation::Sigmoid),
    with("silu", &["swish"], &[], "x · sigmoid(x)", |_| {
        Activation::Silu
    }),
    with(
        "soft_shrink",
        &[],
        SHRINK,
        "sign(x) · max(|x| − threshold, 0)",
        |p| Activation::SoftShrink { threshold: p[0] },
    ),
    plain("softplus", "ln(1 + exp(x))", |_| Activation::Softplus),
    plain("softsign", "x / (1 + |x|)", |_| Activation::Softsign),
    plain(
        "sparse_plus",
        "0, (x + 1)² / 4 or x, breaking at ±1",
        |_| Activation::SparsePlus,
    ),
    plain("sparse_sigmoid", "clip((x + 1) / 2, 0, 1)", |_| {
        Activation::SparseSigmoid
    }),
    with(
        "squareplus",
        &[],
        &[parameter("b", "b", 4.0)],
        "(x + √(x² + b)) / 2",
        |p| Activation::Squareplus { b: p[0] },
    ),
    plain("tanh", "tanh(x)", |_| Activation::Tanh),
    plain("tanh_shrink", "x − tanh(x)", |_| Activation::TanhShrink),
    with(
        "threshold",
        &[],
        &[
            Parameter::required("threshold", "threshold"),
            Parameter::required("default_value", "value"),
        ],
        "x where x > threshold, else default_value",
        |p| Activation::Threshold {
            threshold: p[0],
            default_value: p[1],
        },
    ),
    along(
        "softmax",
        "exp(x) / Σ exp(x) along an axis",
        AxisFunction::Softmax,
    ),
    along("log_softmax", "ln(softmax(x))", AxisFunction::LogSoftmax),
    along(
        "sparsemax",
        "the projection on the simplex",
        AxisFunction::Sparsemax,
    ),
    along(
        "glu",
        "a · sigmoid(b), where a and b are halves along an axis",
        AxisFunction::Glu,
    ),
];

/// The activation that `function` is along these axes: fused if that is the last axis alone.
pub fn along_axes(function: AxisFunction, axes: Vec<i64>) -> Choice {
    let last = axes == [-1];
    match function {
        AxisFunction::Softmax if last => Choice::Plain(Activation::Softmax),
        AxisFunction::LogSoftmax if last => Choice::Plain(Activation::LogSoftmax),
        AxisFunction::Sparsemax if last => Choice::Plain(Activation::Sparsemax),
        _ => Choice::Along { function, axes },
    }
}

/// The name of an activation whose parameters have their defaults.
pub fn name(activation: Activation) -> Option<&'static str> {
    let by_default = |row: &&Row| match &row.make {
        Make::Of(make) => {
            let defaults: Option<Vec<f32>> = row.parameters.iter().map(|p| p.default).collect();
            defaults.is_some_and(|defaults| make(&defaults) == activation)
        }
        Make::Along(function) => along_axes(*function, vec![-1]) == Choice::Plain(activation),
    };
    TABLE.iter().find(by_default).map(|row| row.name)
}

/// Finds the activation that a constant names.
pub fn find(argument: &str, constant: &Constant, diagnostics: &mut Diagnostics) -> Option<Choice> {
    let span = constant.span.0;
    let (name, given): (&str, &[Given]) = match &constant.value {
        Value::Name(name) | Value::Text(name) => (name, &[]),
        Value::Call(name, given) => (name, given),
        Value::Closure(written) => {
            let closure = closure(written, diagnostics)?;
            let parameters = closure.kept.inputs.len();
            if parameters != 1 {
                let inputs = 1;
                let mistake = ClosureMistake::Inputs { parameters, inputs };
                diagnostics.error(span, Diagnosis::Closure(mistake));
                return None;
            }
            return Some(Choice::Closure(Rc::new(closure)));
        }
        _ => {
            let diagnosis = Diagnosis::ArgumentType {
                argument: argument.into(),
                expected: "the name of an activation such as `relu`",
                found: constant.found(),
            };
            diagnostics.error(span, diagnosis);
            return None;
        }
    };
    if matches!(name, "None" | "none") {
        return Some(Choice::Plain(Activation::Linear));
    }
    let named = |row: &&Row| row.name == name || row.aliases.contains(&name);
    let Some(row) = TABLE.iter().find(named) else {
        let names = TABLE
            .iter()
            .flat_map(|row| [row.name].into_iter().chain(row.aliases.iter().copied()));
        let suggestion = closest(name, names);
        let found = name.to_string();
        diagnostics.error(span, Diagnosis::UnknownActivation { found, suggestion });
        return None;
    };
    match &row.make {
        Make::Along(function) => axes(*function, given, diagnostics),
        Make::Of(make) => {
            let values =
                parameters::bind(row.name, row.doc, row.parameters, span, given, diagnostics)?;
            Some(Choice::Plain(make(&values)))
        }
    }
}

/// What a closure computes, with its derivatives.
pub fn closure(written: &WrittenClosure, diagnostics: &mut Diagnostics) -> Option<Closure> {
    let parameters = &written.parameters;
    let (symbols, value) = read(parameters, &written.body, &written.captured, diagnostics)?;
    let names: Vec<String> = parameters.iter().map(ToString::to_string).collect();
    Some(Closure::new(&names, symbols, value))
}

/// `softmax(axis = 1)`
fn axes(function: AxisFunction, given: &[Given], diagnostics: &mut Diagnostics) -> Option<Choice> {
    let mut axes = None;
    for (name, value) in given {
        if let Some((name, span)) = name
            && name != "axis"
        {
            parameters::unknown(function.name(), name, span.0, &["axis"], diagnostics);
            return None;
        }
        if axes.is_some() {
            parameters::too_many(function.name(), 1, given.len(), value.span.0, diagnostics);
            return None;
        }
        axes = Some(integers("axis", value, diagnostics)?);
    }
    Some(along_axes(function, axes.unwrap_or_else(|| vec![-1])))
}
