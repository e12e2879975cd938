//! Resolve: syntax to a graph. After it names, operators and both forms are gone; layers and their applications in
//! topological order remain. What depends on a mistake is left out silently.

mod apply;
mod chain;
mod construct;
mod functional;
mod names;
mod scope;
mod value;

use crate::diagnostics::{Counted, Diagnostics};
use crate::ir::graph::{Graph, Header, LayerInstance, Node, Value};
use crate::layers::Layer;
use crate::layers::arguments::Arguments;
use crate::layers::table::Row;
use crate::syntax::ast::{Body, Expression, ExpressionKind, Link};
use formwork_shape_rules::Shape;
use names::Wanted;
use proc_macro2::{Span, TokenStream};

/// A graph, and what later passes need to know of the source.
#[derive(Debug)]
pub struct Resolved {
    /// The graph, without shapes.
    pub graph: Graph,
    /// For each layer, the places of the arguments that are written.
    pub places: Vec<Vec<(&'static str, Span)>>,
    /// Shapes that are written at values.
    pub written: Vec<(Value, Shape, Span)>,
    /// How many outputs of nodes are bound, and where.
    pub bound: Vec<Bound>,
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
    /// What it stands for.
    pub kind: UnusedKind,
}

/// What an unused name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnusedKind {
    /// A value.
    Value,
    /// One of several outputs.
    Part,
    /// A layer.
    Layer,
}

/// Makes the graph of a model. Mistakes are reported, and what depends on them is missing from the graph.
pub fn resolve(header: Header, body: &Body, diagnostics: &mut Diagnostics) -> Resolved {
    let mut resolver = Resolver {
        resolved: Resolved {
            graph: Graph {
                header,
                layers: Vec::new(),
                nodes: Vec::new(),
                inputs: Vec::new(),
                outputs: Vec::new(),
            },
            places: Vec::new(),
            written: Vec::new(),
            bound: Vec::new(),
            unused: Vec::new(),
            output_spans: Vec::new(),
        },
        wanted: Vec::new(),
        node_hints: Vec::new(),
        users: Vec::new(),
        scope: scope::Scope::default(),
        misspelled: false,
        diagnostics,
    };
    match body {
        Body::Chain(links) => match one_application(links) {
            Some(tail) => resolver.tail(tail),
            None => resolver.chain(links),
        },
        Body::Functional(functional) => resolver.functional(functional),
    }
    resolver.name_all();
    resolver.resolved
}

/// `Dense(10)(Input(784))` is the functional form without statements.
fn one_application(links: &[Link]) -> Option<&Expression> {
    let is_value = |layer: &Expression| match &layer.kind {
        ExpressionKind::Apply { callee, .. } => matches!(callee.kind, ExpressionKind::Apply { .. }),
        ExpressionKind::Chain { .. } | ExpressionKind::Tuple(_) => true,
        _ => false,
    };
    match links {
        [
            Link::Layer {
                layer,
                written: None,
            },
        ] if is_value(layer) => Some(layer),
        _ => None,
    }
}

struct Resolver<'d> {
    resolved: Resolved,
    /// For each layer, what it is to be called.
    wanted: Vec<Wanted>,
    /// For each node, the name that its value is bound to.
    node_hints: Vec<Option<String>>,
    users: Vec<UserLayer>,
    scope: scope::Scope,
    /// Some name or statement couldn't be understood: a name that nothing reads is then no mistake of its own.
    misspelled: bool,
    diagnostics: &'d mut Diagnostics,
}

/// A layer that can be applied.
#[derive(Clone, Copy, Debug)]
enum Callable {
    /// A built-in one: its index in the graph, and how many inputs it takes.
    BuiltIn(usize, Counted),
    /// A user's: its index in [`Resolver::users`].
    User(usize),
}

/// A user's layer, which becomes part of the graph when its output's shape is known: where it is applied.
struct UserLayer {
    value: TokenStream,
    path: TokenStream,
    name: String,
    span: Span,
    hint: Option<String>,
    instance: Option<(usize, Shape)>,
}

impl Resolver<'_> {
    fn add_layer(
        &mut self,
        keyword: &str,
        span: Span,
        trainable: bool,
        layer: Box<dyn Layer>,
        wanted: Wanted,
        places: Vec<(&'static str, Span)>,
    ) -> usize {
        self.resolved.graph.layers.push(LayerInstance {
            name: String::new(),
            keyword: keyword.into(),
            span,
            trainable,
            allow: Vec::new(),
            layer,
            parameters: Vec::new(),
        });
        self.wanted.push(wanted);
        self.resolved.places.push(places);
        self.resolved.graph.layers.len() - 1
    }

    /// Makes a built-in layer from bound arguments.
    fn build(
        &mut self,
        row: &'static Row,
        span: Span,
        arguments: Arguments,
        hint: Option<&str>,
    ) -> Option<usize> {
        let layer = match (row.build)(&arguments) {
            Ok(layer) => layer,
            Err((argument, diagnosis)) => {
                let place = arguments
                    .places
                    .iter()
                    .find(|(name, _)| Some(*name) == argument);
                let place = place.map_or(span, |(_, place)| *place);
                self.diagnostics.error(place, diagnosis);
                return None;
            }
        };
        let wanted = match arguments.name {
            Some((name, place)) => Wanted::Explicit(name, place),
            None => match hint {
                Some(hint) => Wanted::Hint(hint.into()),
                None => Wanted::Number(row.name),
            },
        };
        let layer = self.add_layer(
            row.keyword,
            span,
            arguments.trainable,
            layer,
            wanted,
            arguments.places,
        );
        self.resolved.graph.layers[layer].allow = arguments.allow;
        Some(layer)
    }

    fn add_node(
        &mut self,
        layer: usize,
        inputs: Vec<Value>,
        span: Span,
        input_spans: Vec<Span>,
        hint: Option<&str>,
    ) -> usize {
        self.resolved.graph.nodes.push(Node {
            name: String::new(),
            layer,
            inputs,
            span,
            input_spans,
            shapes: Vec::new(),
        });
        self.node_hints.push(hint.map(Into::into));
        self.resolved.graph.nodes.len() - 1
    }

    fn add_input(&mut self, layer: usize, span: Span, hint: Option<&str>) -> Value {
        let node = self.add_node(layer, Vec::new(), span, Vec::new(), hint);
        self.resolved.graph.inputs.push(node);
        Value { node, output: 0 }
    }
}
