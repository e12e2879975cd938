//! Resolve: syntax to a graph. After it names, blocks, loops, branches, operators and both forms are gone; layers and
//! their applications in topological order remain. What depends on a mistake is left out silently.
//!
//! Bodies are evaluated expression by expression: constants are computed, loops and blocks expanded. Shapes are inferred
//! for each node when it is made, since branches may depend on them.

mod apply;
mod branch;
mod call;
mod chain;
mod closure;
mod compound;
pub mod construct;
mod declaration;
mod functional;
pub mod library;
pub mod limits;
mod model;
mod names;
mod operators;
mod path;
mod query;
mod scope;
mod tokens;
mod value;

pub use declaration::{axes, constants, instantiate, member, model, sketch};
pub use library::Library;
pub use query::{CONSTANT_METHODS, QUERIES};

use super::infer_shapes::infer;
use crate::diagnostics::warnings::WARNINGS;
use crate::diagnostics::{Counted, Diagnosis, Diagnostics, Limit};
use crate::ir::graph::{Graph, Header, LayerInstance, Node, Value};
use crate::layers::Layer;
use crate::layers::activity_regularization::{self, ActivityRegularization};
use crate::layers::arguments::Arguments;
use crate::layers::hooks::Hook;
use crate::layers::table::Row;
use formwork_shape_rules::Shape;
use model::{Application, Instance, Made};
use names::{Group, Member, Wanted};
use proc_macro2::{Span, TokenStream};

/// A graph, and what later passes need to know of the source.
#[derive(Debug)]
pub struct Resolved {
    /// The graph.
    pub graph: Graph,
    /// For each layer, the places of the arguments that are written.
    pub places: Vec<Vec<(&'static str, Span)>>,
    /// For each layer, the shapes to which it was applied first.
    pub first_inputs: Vec<Option<Vec<Shape>>>,
    /// Names that nothing reads.
    pub unused: Vec<Unused>,
    /// The places of the outputs.
    pub output_spans: Vec<Span>,
}

/// A use of a node's outputs.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// The node.
    pub node: usize,
    /// How many names it is bound to.
    pub count: usize,
    /// Whether it is a link of a chain.
    pub chain: bool,
    /// Where.
    pub span: Span,
}

/// A name that nothing reads.
#[derive(Clone, Debug)]
pub struct Unused {
    /// The name.
    pub name: String,
    /// Its place.
    pub span: Span,
    /// Where it stands in memory, which tells names apart.
    pub address: usize,
    /// What it stands for.
    pub kind: UnusedKind,
}

/// What an unused name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedKind {
    /// A tensor.
    Value,
    /// One of several outputs.
    Part,
    /// A layer.
    Layer,
    /// A constant.
    Constant,
    /// What a loop runs over.
    Loop,
    /// A parameter of a block or model.
    Parameter,
}

/// One expansion of a body: its names, and where it is expanded.
struct Frame {
    /// The module in which the body is written.
    module: usize,
    scope: scope::Scope,
    /// Where the layers belong that it makes.
    group: usize,
    /// Its layers aren't trained.
    frozen: bool,
}

struct Resolver<'d> {
    resolved: Resolved,
    library: &'d Library,
    /// For each layer, what it is to be called.
    wanted: Vec<Wanted>,
    groups: Vec<Group>,
    /// For each node, the group in which it was made, and the name that its value is bound to.
    node_hints: Vec<(usize, Option<String>)>,
    users: Vec<UserLayer>,
    /// Models that are used as layers.
    instances: Vec<Instance>,
    /// Those that are being expanded, outermost first.
    applications: Vec<Application>,
    frames: Vec<Frame>,
    /// What is being called, outermost first: where it is declared in memory, and its name.
    calls: Vec<(usize, String)>,
    budget: limits::Budget,
    /// The entries of the diagnostics before belong to others.
    first_entry: usize,
    diagnostics: &'d mut Diagnostics,
}

/// A layer that can be applied.
#[derive(Clone, Copy, Debug)]
enum Callable {
    /// A built-in one: its index in the graph, and how many inputs it takes.
    BuiltIn(usize, Counted),
    /// A user's: its index in [`Resolver::users`].
    User(usize),
    /// A model: its index in [`Resolver::instances`].
    Model(usize),
}

/// A user's layer, which becomes part of the graph when its output's shape is known: where it is applied.
struct UserLayer {
    value: TokenStream,
    path: TokenStream,
    name: String,
    span: Span,
    hint: Option<String>,
    settings: call::Arguments,
    instance: Option<(usize, Vec<Shape>)>,
}

/// A layer that is to become part of the graph.
struct NewLayer<'k> {
    keyword: &'k str,
    span: Span,
    trainable: bool,
    layer: Box<dyn Layer>,
    wanted: Wanted,
    places: Vec<(&'static str, Span)>,
    /// The warnings that its declaration silences.
    allow: Vec<&'static str>,
    /// What is attached to its tensors.
    hooks: Vec<Hook>,
    /// The factors of its activity regularizer.
    activity: Option<[f64; 2]>,
}

impl<'d> Resolver<'d> {
    fn new(library: &'d Library, header: Header, diagnostics: &'d mut Diagnostics) -> Resolver<'d> {
        let span = header.name.span();
        Resolver {
            resolved: Resolved {
                graph: Graph {
                    header,
                    layers: Vec::new(),
                    nodes: Vec::new(),
                    inputs: Vec::new(),
                    outputs: Vec::new(),
                    names: Vec::new(),
                },
                places: Vec::new(),
                first_inputs: Vec::new(),
                unused: Vec::new(),
                output_spans: Vec::new(),
            },
            library,
            wanted: Vec::new(),
            groups: vec![Group::new(Wanted::Number(""), span)],
            node_hints: Vec::new(),
            users: Vec::new(),
            instances: Vec::new(),
            applications: Vec::new(),
            frames: Vec::new(),
            calls: Vec::new(),
            budget: limits::Budget::default(),
            first_entry: diagnostics.len(),
            diagnostics,
        }
    }

    /// Begins the expansion of a body.
    fn push(&mut self, module: usize, group: usize, frozen: bool) {
        let frozen = frozen || self.frames.last().is_some_and(|frame| frame.frozen);
        if module != 0 {
            let header = self.resolved.graph.header.name.span();
            self.diagnostics.enter_foreign(header);
        }
        self.frames.push(Frame {
            module,
            scope: scope::Scope::default(),
            group,
            frozen,
        });
    }

    /// Ends it: names that nothing has read are noted, unless that may be due to a mistake.
    fn pop(&mut self) {
        let Some(mut frame) = self.frames.pop() else {
            return;
        };
        if frame.module != 0 {
            // What another macro declares and doesn't use is reported there.
            if self.module() == 0 {
                self.diagnostics.leave_foreign();
            }
            return;
        }
        let whole = scope::Scope::default().open();
        frame.scope.close(whole);
        if !frame.scope.incomplete && !frame.scope.misspelled && !self.budget.stopped {
            self.unused(frame.scope.unused);
        }
    }

    /// The names that can be seen. There always is a frame while something is evaluated.
    fn scope(&mut self) -> &mut scope::Scope {
        if self.frames.is_empty() {
            self.push(0, 0, false);
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last].scope
    }

    fn module(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.module)
    }

    fn group(&self) -> usize {
        self.frames.last().map_or(0, |frame| frame.group)
    }

    /// What a call makes is a group. A repeated application of a model uses the groups of the first.
    fn add_group(&mut self, wanted: Wanted, span: Span) -> usize {
        if let Some(Made::Group(group)) = self.replayed() {
            return group;
        }
        let group = self.groups.len();
        self.groups.push(Group::new(wanted, span));
        self.belongs(self.group(), Member::Group(group));
        self.record(Made::Group(group));
        group
    }

    /// Adds a layer. A repeated application of a model uses the layers of the first.
    fn add_layer(&mut self, new: NewLayer<'_>) -> usize {
        if let Some(Made::Layer(layer)) = self.replayed() {
            return layer;
        }
        let frozen = self.frames.last().is_some_and(|frame| frame.frozen);
        let layer = self.resolved.graph.layers.len();
        let foreign = self.diagnostics.foreign();
        let everything = || WARNINGS.iter().map(|lint| lint.name).collect();
        self.resolved.graph.layers.push(LayerInstance {
            name: String::new(),
            keyword: new.keyword.into(),
            span: foreign.unwrap_or(new.span),
            trainable: new.trainable && !frozen,
            // Where it is used, nothing can be done about what is probably wrong in another macro.
            allow: foreign.map_or(new.allow, |_| everything()),
            layer: new.layer,
            parameters: Vec::new(),
            hooks: new.hooks,
            activity: new.activity,
        });
        self.resolved.places.push(match foreign {
            Some(_) => Vec::new(),
            None => new.places,
        });
        self.resolved.first_inputs.push(None);
        self.wanted.push(new.wanted);
        self.belongs(self.group(), Member::Layer(layer));
        self.record(Made::Layer(layer));
        layer
    }

    /// Makes a built-in layer from bound arguments.
    fn make(
        &mut self,
        row: &'static Row,
        span: Span,
        arguments: &Arguments,
    ) -> Option<Box<dyn Layer>> {
        match (row.build)(arguments) {
            Ok(layer) => Some(layer),
            Err((argument, diagnosis)) => {
                let place = arguments
                    .places
                    .iter()
                    .find(|(name, _)| Some(*name) == argument);
                let place = place.map_or(span, |(_, place)| *place);
                self.diagnostics.error(place, diagnosis);
                None
            }
        }
    }

    /// Makes a built-in layer from bound arguments, and adds it.
    fn build(
        &mut self,
        row: &'static Row,
        span: Span,
        arguments: Arguments,
        hint: Option<&str>,
    ) -> Option<usize> {
        let layer = self.make(row, span, &arguments)?;
        let hooks = arguments.hooks();
        let activity = arguments.activity();
        let wanted = match arguments.name {
            Some((name, place)) => Wanted::Explicit(name, place),
            None => match hint {
                Some(hint) => Wanted::Hint(hint.into()),
                None => Wanted::Number(row.name),
            },
        };
        Some(self.add_layer(NewLayer {
            keyword: row.keyword,
            span,
            trainable: arguments.trainable,
            layer,
            wanted,
            places: arguments.places,
            allow: arguments.allow,
            hooks,
            activity,
        }))
    }

    /// Adds a node and infers its shapes. `None` if there would be too many.
    fn add_node(
        &mut self,
        layer: usize,
        inputs: Vec<Value>,
        span: Span,
        input_spans: Vec<Span>,
        hint: Option<&str>,
    ) -> Option<usize> {
        if self.resolved.graph.nodes.len() >= limits::NODES {
            self.exhausted(span, Limit::Nodes(limits::NODES));
            return None;
        }
        let (span, input_spans) = match self.diagnostics.foreign() {
            Some(call) => (call, Vec::new()),
            None => (span, input_spans),
        };
        self.resolved.graph.nodes.push(Node {
            name: String::new(),
            layer,
            inputs,
            span,
            input_spans,
            shapes: Vec::new(),
            attached: false,
        });
        self.node_hints.push((self.group(), hint.map(Into::into)));
        let node = self.resolved.graph.nodes.len() - 1;
        infer(&mut self.resolved, node, self.diagnostics);
        match self.resolved.graph.layers[layer].activity {
            Some(factors) => self.regularize(node, factors, span),
            None => Some(node),
        }
    }

    /// What costs the output of a node, behind it.
    fn regularize(&mut self, node: usize, factors: [f64; 2], span: Span) -> Option<usize> {
        let row = &activity_regularization::ROW;
        let layer = self.add_layer(NewLayer {
            keyword: row.keyword,
            span,
            trainable: true,
            layer: Box::new(ActivityRegularization { factors }),
            wanted: Wanted::Number(row.name),
            places: Vec::new(),
            allow: Vec::new(),
            hooks: Vec::new(),
            activity: None,
        });
        let input = Value { node, output: 0 };
        let node = self.add_node(layer, vec![input], span, vec![span], None)?;
        self.resolved.graph.nodes[node].attached = true;
        Some(node)
    }

    fn add_input(&mut self, layer: usize, span: Span, hint: Option<&str>) -> Option<Value> {
        let node = self.add_node(layer, Vec::new(), span, Vec::new(), hint)?;
        self.resolved.graph.inputs.push(node);
        Some(Value { node, output: 0 })
    }

    /// The shape of a value, if it is known.
    fn shape(&self, value: Value) -> Option<Shape> {
        let node = self.resolved.graph.nodes.get(value.node)?;
        node.shapes.get(value.output).copied()
    }

    /// What nothing reads: a tensor or layer is a mistake, anything else a warning.
    fn unused(&mut self, unused: Vec<Unused>) {
        for one in unused {
            let name = one.name.clone();
            let diagnosis = match one.kind {
                UnusedKind::Value | UnusedKind::Part | UnusedKind::Layer => {
                    let again = |other: &Unused| other.address == one.address;
                    if !self.resolved.unused.iter().any(again) {
                        self.resolved.unused.push(one);
                    }
                    continue;
                }
                UnusedKind::Constant => Diagnosis::UnusedConstant { name },
                UnusedKind::Loop => Diagnosis::UnusedLoopVariable { name },
                UnusedKind::Parameter => Diagnosis::UnusedParameter { name },
            };
            self.diagnostics.warning(one.span, diagnosis);
        }
    }
}
