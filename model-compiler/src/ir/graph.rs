//! The graph: layers, and the nodes where they are applied. Names, blocks and operators are gone.

use crate::layers::Layer;
use crate::layers::constant::Place;
use crate::layers::hooks::{Hook, Purpose};
use formwork_shape_rules::Shape;
use proc_macro2::{Span, TokenStream};

/// A model as a graph in topological order. Before shape inference every `shapes` and `parameters` is empty.
#[derive(Debug)]
pub struct Graph {
    /// The struct.
    pub header: Header,
    /// The layers: each owns its parameters. A layer that is applied several times stands here once.
    pub layers: Vec<LayerInstance>,
    /// Applications of layers, each after those that it reads.
    pub nodes: Vec<Node>,
    /// The model's inputs: nodes whose layer is an `Input`, in the order of the declaration.
    pub inputs: Vec<usize>,
    /// The model's outputs, in the order of the declaration.
    pub outputs: Vec<Value>,
    /// What the source calls values, and what that is, in models and in blocks that they call: for editors.
    pub names: Vec<(String, Value)>,
}

/// What stands before the body of a model.
#[derive(Clone, Debug)]
pub struct Header {
    /// The name of the struct, with the user's span.
    pub name: proc_macro2::Ident,
    /// `pub`, `pub(crate)` or nothing.
    pub visibility: TokenStream,
    /// The doc comments' lines.
    pub docs: Vec<String>,
    /// Attributes that go to the struct unread, such as `#[allow(..)]` and `#[cfg(..)]`.
    pub attributes: TokenStream,
    /// What `#[model(..)]` asks for.
    pub options: ModelOptions,
}

/// `#[model(..)]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModelOptions {
    /// `input_gradients`: a step also gives the cotangents of the inputs.
    pub input_gradients: bool,
    /// `save_memory`: large batches are split, so that a step's memory doesn't grow with the batch.
    pub save_memory: bool,
    /// `debug = "graph | plan | schedule | deployed | code"`: print that form when the macro runs.
    pub debug: Vec<Form>,
    /// `write = "path"`: write the generated code to this file, relative to the package.
    pub write: Option<String>,
    /// `#[no_batch]`: the model is to be trained without batches, so layers that couple samples are warned of.
    pub no_batch: bool,
    /// `#[budget(..)]`: what the model may cost.
    pub budget: Vec<Allowance>,
    /// `without(fuse, differentiate, schedule, plan_memory)`: switch passes off, for tests of what they are worth.
    pub without: Vec<Pass>,
}

/// What a model may cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// What is limited.
    pub cost: Cost,
    /// Bytes, or multiply-accumulates.
    pub limit: u64,
    /// The place of the limit.
    pub place: Place,
}

/// What can be limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// Bytes of the deployed form: its `WEIGHT_BYTES`.
    Weights,
    /// Bytes that a prediction of the deployed form works in: its `SCRATCH_BYTES`. The model, the input and the output
    /// aren't part of it.
    Scratch,
    /// Bytes of values that a training step holds: a worker's, and what is kept for each sample,
    /// `4 · (STEP_MEMORY.worker + STEP_MEMORY.batch)`. Gradients and the optimizer's state, whose sizes follow from
    /// the weights, aren't part of it.
    Tape,
    /// Multiply-accumulates of a prediction: `MACS`.
    Macs,
}

impl Cost {
    /// All of them.
    pub const ALL: [Cost; 4] = [Cost::Weights, Cost::Scratch, Cost::Tape, Cost::Macs];

    /// How it is written.
    pub fn key(self) -> &'static str {
        match self {
            Cost::Weights => "weights",
            Cost::Scratch => "scratch",
            Cost::Tape => "tape",
            Cost::Macs => "macs",
        }
    }
}

/// A form that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// After shape inference and checks.
    Graph,
    /// After fusion and differentiation.
    Plan,
    /// After scheduling and memory planning.
    Schedule,
    /// The form for devices, with its tensors and its memory plan.
    Deployed,
    /// The generated source.
    Code,
}

/// A pass that can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pass {
    /// Every layer stays a kernel call of its own.
    Fuse,
    /// Everything is kept for backward.
    Differentiate,
    /// One tile for the whole batch, all weight gradients sharded.
    Schedule,
    /// Every value has memory of its own.
    PlanMemory,
}

impl Pass {
    /// The pass of this name.
    pub fn named(name: &str) -> Option<Pass> {
        Some(match name {
            "fuse" => Pass::Fuse,
            "differentiate" => Pass::Differentiate,
            "schedule" => Pass::Schedule,
            "plan_memory" => Pass::PlanMemory,
            _ => return None,
        })
    }
}

/// A layer with its parameters.
#[derive(Debug)]
pub struct LayerInstance {
    /// Its name in the table and in weights files: the `let` name, or `dense_1`.
    pub name: String,
    /// The keyword, or the last segment of the path of a user's layer.
    pub keyword: String,
    /// The keyword's place.
    pub span: Span,
    /// `trainable = false` makes it false.
    pub trainable: bool,
    /// The warnings that `allow = ..` silences.
    pub allow: Vec<&'static str>,
    /// What it does.
    pub layer: Box<dyn Layer>,
    /// Its parameters and state, after shape inference.
    pub parameters: Vec<Parameter>,
    /// What is attached to these.
    pub hooks: Vec<Hook>,
    /// The factors of its activity regularizer.
    pub activity: Option<[f64; 2]>,
}

impl LayerInstance {
    /// What is attached to a tensor for a purpose, with its place among all.
    pub fn hook(&self, purpose: Purpose, parameter: &Parameter) -> Option<(usize, &Hook)> {
        let mut hooks = self.hooks.iter().enumerate();
        hooks.find(|(_, hook)| hook.purpose == purpose && hook.owns(parameter))
    }
}

/// A tensor that belongs to a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `kernel`, `bias`, `gamma`, `moving_mean` …
    pub name: &'static str,
    /// Its shape, as Keras stores it.
    pub shape: Shape,
    /// Whether optimizers change it (unless the layer is frozen) or it is state.
    pub role: Role,
    /// The runtime's initializer as Rust source: `Initializer::GlorotUniform`.
    pub initializer: String,
    /// Over how many leading axes a unit's incoming weights run.
    pub unit_axes: usize,
}

/// What a parameter is to training.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Trained.
    Trainable,
    /// Updated by the layer, such as moving statistics.
    State,
}

/// One application of a layer.
#[derive(Debug)]
pub struct Node {
    /// Its name: that of the layer, unless the layer is applied several times.
    pub name: String,
    /// Index into [`Graph::layers`].
    pub layer: usize,
    /// What it reads.
    pub inputs: Vec<Value>,
    /// The place of the application, for errors.
    pub span: Span,
    /// The places of the arguments, as many as `inputs`.
    pub input_spans: Vec<Span>,
    /// The shapes of its outputs, after shape inference.
    pub shapes: Vec<Shape>,
    /// Whether it comes from an argument of its input's layer, as an activity regularizer does.
    pub attached: bool,
}

/// An edge's start: output `output` of node `node`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Value {
    /// Index into [`Graph::nodes`].
    pub node: usize,
    /// Which of its outputs.
    pub output: usize,
}

impl Graph {
    /// The shape of a value.
    pub fn shape(&self, value: Value) -> Shape {
        self.nodes[value.node].shapes[value.output]
    }

    /// The shapes of what a node reads.
    pub fn input_shapes(&self, node: &Node) -> Vec<Shape> {
        node.inputs.iter().map(|&value| self.shape(value)).collect()
    }
}
