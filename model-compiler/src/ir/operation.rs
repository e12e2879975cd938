//! What a layer becomes: one kernel call forward and one backward, described so that passes need not know it.

use super::closure::Closure;
use formwork_shape_rules::{Activation, BackwardNeeds};
use proc_macro2::TokenStream;
use std::rc::Rc;

/// What a node becomes.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // made once for each node, and taken apart at once
pub enum Lowered {
    /// A model input.
    Input,
    /// The same elements under another shape (Flatten, Reshape, an inactive Dropout): no code.
    View,
    /// A kernel call.
    Operation(Operation),
}

/// A kernel call, before anything is fused into it.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The runtime's struct.
    pub kind: Kind,
    /// Its fields as Rust source, without `epilogue`: `("units", "512")`.
    pub fields: Vec<(&'static str, String)>,
    /// Closures that the fields name by their placeholders.
    pub closures: Vec<Rc<Closure>>,
    /// `Some` if the runtime's struct has a field `epilogue`; holds what the layer itself asks for.
    pub epilogue: Option<Epilogue>,
    /// Whether the epilogue may absorb an activation that has parameters.
    pub takes_parametric: bool,
    /// Whether backward computes again what enters a threshold in the epilogue, so that it needn't be saved.
    pub recomputes: bool,
    /// How it can vanish in the operation that produces its (first) input.
    pub absorb: Absorb,
    /// Whether it draws random numbers: the plan adds the field `node`, so that no two layers draw the same.
    pub draws: bool,
    /// Whether its output adds a penalty to the loss, before backward.
    pub penalizes: bool,
    /// Which inputs backward reads, one for each input.
    pub keeps_inputs: Vec<bool>,
    /// Which outputs backward reads, one for each output, epilogue aside.
    pub keeps_outputs: Vec<bool>,
    /// Buffers that forward saves for backward in training: floats for each sample.
    pub saved: Vec<usize>,
    /// How the gradient of its parameters can be had.
    pub weight_gradient: WeightGradient,
    /// `Some` if training couples the samples of a batch.
    pub coupled: Option<Coupled>,
    /// What decides its schedule.
    pub character: Character,
    /// Whether output 0 may share input 0's buffer, forward and backward.
    pub in_place: bool,
    /// The same in the deployed form alone, where nothing comes back that would read the input.
    pub infers_in_place: bool,
    /// Multiply-accumulates for one sample.
    pub macs: u64,
}

impl Operation {
    /// A light operation of one output that keeps nothing, saves nothing and owns nothing: each layer states in what it
    /// differs.
    pub fn new(
        kind: &'static str,
        inputs: usize,
        fields: Vec<(&'static str, String)>,
    ) -> Operation {
        Operation {
            kind: Kind::BuiltIn(kind),
            fields,
            closures: Vec::new(),
            epilogue: None,
            takes_parametric: false,
            recomputes: false,
            absorb: Absorb::Never,
            draws: false,
            penalizes: false,
            keeps_inputs: vec![false; inputs],
            keeps_outputs: vec![false],
            saved: Vec::new(),
            weight_gradient: WeightGradient::None,
            coupled: None,
            character: Character::Light,
            in_place: false,
            infers_in_place: false,
            macs: 0,
        }
    }
}

/// The runtime's struct.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One of `formwork::layers`.
    BuiltIn(&'static str),
    /// `Lambda` with this function.
    Lambda(Rc<Closure>),
    /// A user's layer: the expression that makes its value and its type, with the user's spans.
    User {
        /// `my::Swish { beta: 1.5 }`
        value: TokenStream,
        /// `my::Swish`
        path: TokenStream,
        /// Whether the declaration says that it couples the samples of a batch.
        coupled: bool,
    },
}

/// What is fused into an operation, in this order: residual addition, activation, dropout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Epilogue {
    /// The last input is added.
    pub residual: bool,
    /// `None` is linear.
    pub activation: Option<ActivationFunction>,
    /// The rate and the number of the node that draws.
    pub dropout: Option<(f64, u32)>,
}

/// An activation: one of the runtime's, a closure of the declaration's, or a layer with parameters.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)] // as it says
pub enum ActivationFunction {
    BuiltIn(Activation),
    Closure(Rc<Closure>),
    Parametric(Parametric),
}

/// An activation with parameters of its own; see the runtime's enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // as there
pub enum Parametric {
    Thresholded,
    ThresholdedAffine,
}

impl From<Activation> for ActivationFunction {
    fn from(activation: Activation) -> ActivationFunction {
        ActivationFunction::BuiltIn(activation)
    }
}

impl ActivationFunction {
    /// What backward needs.
    pub fn backward_needs(&self) -> BackwardNeeds {
        match self {
            ActivationFunction::BuiltIn(activation) => activation.backward_needs(),
            ActivationFunction::Closure(closure) => closure.backward_needs(),
            ActivationFunction::Parametric(_) => BackwardNeeds::Input,
        }
    }

    /// Whether each element depends on one input element alone.
    pub fn is_elementwise(&self) -> bool {
        match self {
            ActivationFunction::BuiltIn(activation) => activation.is_elementwise(),
            ActivationFunction::Closure(_) | ActivationFunction::Parametric(_) => true,
        }
    }

    /// The closure, if it is one.
    pub fn closure(&self) -> Option<&Rc<Closure>> {
        match self {
            ActivationFunction::BuiltIn(_) | ActivationFunction::Parametric(_) => None,
            ActivationFunction::Closure(closure) => Some(closure),
        }
    }

    /// As Rust source, a closure by its placeholder.
    pub fn source(&self) -> String {
        match self {
            ActivationFunction::BuiltIn(activation) => {
                format!("Activation::{activation:?}").replace("inf", "f32::INFINITY")
            }
            ActivationFunction::Closure(closure) => {
                format!("activation::<{}>()", closure.placeholder())
            }
            ActivationFunction::Parametric(parametric) => format!("Parametric::{parametric:?}"),
        }
    }
}

/// How an operation vanishes in its producer.
#[derive(Clone, Debug, PartialEq)]
pub enum Absorb {
    /// It doesn't.
    Never,
    /// As an activation.
    Activation(ActivationFunction),
    /// As a dropout with this rate.
    Dropout(f64),
    /// As a residual: it is the sum of two values of the same shape.
    Residual,
}

/// How weight gradients can be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeightGradient {
    /// There are no parameters.
    None,
    /// Only by adding up shards.
    Sharded,
    /// By shards, or late: a matrix of so many rows of so many elements, each row reduced over the batch.
    /// The gradient then reads the kept inputs (all that `keeps_inputs` names), the outputs' cotangents if
    /// `cotangents`, and the saved buffers.
    Late {
        /// Rows of the parameters seen as a matrix.
        rows: usize,
        /// Length of a row.
        width: usize,
        /// Whether the late product reads the outputs' cotangents (otherwise the saved buffers hold all it needs).
        cotangents: bool,
    },
}

/// The sizes of a batch-coupled operation's statistics. Those of a user's layer stand in its type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coupled {
    /// Double-precision sums for each shard, forward.
    pub sums: usize,
    /// Double-precision sums for each shard, backward.
    pub backward_sums: usize,
    /// Floats of statistics over the batch.
    pub statistics: usize,
}

/// What decides how an operation is scheduled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Character {
    /// Elementwise or small.
    Light,
    /// A product over all weights for each sample: better off with many samples at once.
    Dense,
    /// As dense, and over time.
    Recurrent,
    /// Weights are reused within a sample: tiles of few samples.
    Convolution,
}
