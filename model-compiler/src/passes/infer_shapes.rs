//! Infer shapes: after it every value has a shape, and every rule of every layer has been checked.

use super::resolve::Resolved;
use crate::diagnostics::{Diagnosis, Diagnostics, Operand, Place};
use crate::ir::graph::{Graph, Node, Value};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// The most elements that a value or a parameter can have: 256 GiB.
const LARGEST: u64 = 1 << 36;

/// Gives every node its shapes and every layer its parameters. Nodes that depend on a mistake have none.
pub fn infer_shapes(resolved: &mut Resolved, diagnostics: &mut Diagnostics) {
    let graph = &mut resolved.graph;
    let mut first_inputs: Vec<Option<Vec<Shape>>> = vec![None; graph.layers.len()];
    for index in 0..graph.nodes.len() {
        let node = &graph.nodes[index];
        let Some(inputs) = input_shapes(graph, node) else {
            continue;
        };
        let layer = &graph.layers[node.layer];
        let result = layer.layer.outputs(&inputs).and_then(|shapes| {
            match shapes.iter().any(|shape| shape.len() as u64 > LARGEST) {
                true => Err(Diagnosis::TooLarge { what: "this value" }),
                false => Ok(shapes),
            }
        });
        let shapes = match result {
            Ok(shapes) => shapes,
            Err(diagnosis) => {
                let span = place(node, &resolved.places[node.layer], &diagnosis);
                let operands = operands(graph, node, &inputs, &diagnosis);
                diagnostics.error_about(span, diagnosis, operands);
                continue;
            }
        };
        // The parameters of a layer that is applied several times are those of its first application.
        let parameters = layer.layer.parameters(&inputs);
        let span = node.span;
        if parameters
            .iter()
            .any(|parameter| parameter.shape.len() as u64 > LARGEST)
        {
            let what = "a parameter of this layer";
            diagnostics.error(span, Diagnosis::TooLarge { what });
            continue;
        }
        match &first_inputs[node.layer] {
            None => {
                first_inputs[node.layer] = Some(inputs);
                let layer = node.layer;
                graph.layers[layer].parameters = parameters;
            }
            Some(first) if layer.parameters != parameters => {
                let diagnosis = Diagnosis::SharedParameters {
                    name: layer.name.clone(),
                    shapes: Box::new([first[0], inputs[0]]),
                };
                diagnostics.error(span, diagnosis);
                continue;
            }
            Some(_) => {}
        }
        graph.nodes[index].shapes = shapes;
    }
    bound(resolved, diagnostics);
    written(resolved, diagnostics);
}

/// The shapes of what a node reads, if all are known.
fn input_shapes(graph: &Graph, node: &Node) -> Option<Vec<Shape>> {
    node.inputs
        .iter()
        .map(|&value| known(graph, value))
        .collect()
}

fn known(graph: &Graph, value: Value) -> Option<Shape> {
    graph.nodes[value.node].shapes.get(value.output).copied()
}

/// The token that a mistake belongs to.
fn place(node: &Node, arguments: &[(&'static str, Span)], diagnosis: &Diagnosis) -> Span {
    match diagnosis.place() {
        Place::Layer => node.span,
        Place::Input(input) => node.input_spans.get(input).copied().unwrap_or(node.span),
        Place::Argument(name) => {
            let written = arguments.iter().find(|(argument, _)| *argument == name);
            written.map_or(node.span, |(_, span)| *span)
        }
    }
}

/// The values that a message speaks of.
fn operands(graph: &Graph, node: &Node, inputs: &[Shape], diagnosis: &Diagnosis) -> Vec<Operand> {
    let mut operands: Vec<Operand> = Vec::new();
    for index in diagnosis.operands() {
        let (Some(value), Some(&shape)) = (node.inputs.get(index), inputs.get(index)) else {
            continue;
        };
        let producer = &graph.nodes[value.node];
        operands.push(Operand {
            name: producer.name.clone(),
            shape,
            span: producer.span,
        });
    }
    operands
}

/// Every node must be bound to as many names as it has outputs.
fn bound(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    for bound in &resolved.bound {
        let node = &resolved.graph.nodes[bound.node];
        let outputs = node.shapes.len();
        if outputs == 0 || outputs == bound.count {
            continue;
        }
        let layer = resolved.graph.layers[node.layer].keyword.clone();
        let diagnosis = match bound.chain {
            true => Diagnosis::SeveralOutputsInChain { layer, outputs },
            false => Diagnosis::WrongNumberOfOutputs {
                layer,
                outputs,
                bound: bound.count,
            },
        };
        diagnostics.error(bound.span, diagnosis);
    }
}

/// Written shapes must be those of the values.
fn written(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    for &(value, written, span) in &resolved.written {
        if let Some(found) = known(&resolved.graph, value)
            && found != written
        {
            diagnostics.error(span, Diagnosis::WrittenShape { written, found });
        }
    }
}
