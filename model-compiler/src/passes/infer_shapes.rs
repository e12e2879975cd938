//! Infer shapes: after it every value has a shape, and every rule of every layer has been checked. Each node is looked at
//! when it is made, since later branches may depend on its shape.

use super::resolve::{Bound, Resolved};
use crate::diagnostics::{Diagnosis, Diagnostics, Operand, Place};
use crate::ir::graph::{Graph, Node, Value};
use formwork_shape_rules::Shape;
use proc_macro2::Span;

/// The most elements that a value or a parameter can have: 256 GiB.
const LARGEST: u64 = 1 << 36;

/// Gives a node its shapes and its layer its parameters. A node that depends on a mistake has none.
pub fn infer(resolved: &mut Resolved, index: usize, diagnostics: &mut Diagnostics) {
    let graph = &mut resolved.graph;
    let node = &graph.nodes[index];
    let Some(inputs) = input_shapes(graph, node) else {
        return;
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
            return;
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
        return;
    }
    let layer = node.layer;
    match &resolved.first_inputs[layer] {
        None => {
            resolved.first_inputs[layer] = Some(inputs);
            let mut refused = false;
            for hook in &graph.layers[layer].hooks {
                let owned = parameters.iter().filter(|one| hook.owns(one));
                for diagnosis in owned.filter_map(|one| hook.refuse(one)) {
                    diagnostics.error(hook.span, diagnosis);
                    refused = true;
                }
            }
            graph.layers[layer].parameters = parameters;
            if refused {
                return;
            }
        }
        Some(first) if graph.layers[layer].parameters != parameters => {
            let shapes = Box::new([first[0], inputs[0]]);
            // The name is filled in when layers have names.
            let name = String::new();
            diagnostics.error_of(span, Diagnosis::SharedParameters { name, shapes }, layer);
            return;
        }
        Some(_) => {}
    }
    graph.nodes[index].shapes = shapes;
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
            // Axes that a layer lacks are those of its argument of axes, whatever that is called.
            let named = |argument: &str| match name {
                "axis" => matches!(argument, "axis" | "axes" | "shared_axes"),
                _ => argument == name,
            };
            let written = arguments.iter().find(|(argument, _)| named(argument));
            written.map_or(node.span, |(_, span)| *span)
        }
    }
}

/// The values that a message speaks of.
fn operands(graph: &Graph, node: &Node, inputs: &[Shape], diagnosis: &Diagnosis) -> Vec<Operand> {
    let mut operands: Vec<Operand> = Vec::new();
    for index in diagnosis.operands() {
        if let (Some(&value), Some(&shape)) = (node.inputs.get(index), inputs.get(index)) {
            operands.push(operand(graph, value, shape));
        }
    }
    operands
}

/// A value that a message speaks of. Its name is filled in when nodes have names.
pub fn operand(graph: &Graph, value: Value, shape: Shape) -> Operand {
    Operand {
        name: String::new(),
        node: value.node,
        shape,
        span: graph.nodes[value.node].span,
    }
}

/// A node must be bound to as many names as it has outputs.
pub fn bound(resolved: &Resolved, bound: Bound, diagnostics: &mut Diagnostics) {
    let node = &resolved.graph.nodes[bound.node];
    let outputs = node.shapes.len();
    if outputs == 0 || outputs == bound.count {
        return;
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

/// A written shape must be that of the value.
pub fn written(
    resolved: &Resolved,
    value: Value,
    written: Shape,
    span: Span,
    diagnostics: &mut Diagnostics,
) {
    if let Some(found) = known(&resolved.graph, value)
        && found != written
    {
        diagnostics.error(span, Diagnosis::WrittenShape { written, found });
    }
}
