//! Check: rules about whole models. After it every input and every node is needed for an output.

use super::resolve::{Resolved, UnusedKind};
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::Graph;

/// Reports what is wrong with a model as a whole.
pub fn check(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    // What stands in a block is reported once, however many models expand it.
    let expansion = diagnostics.expand();
    unused(resolved, diagnostics);
    diagnostics.return_to(expansion);
    if diagnostics.errors_of_current() > 0 {
        // What follows looks at the whole graph, of which something is missing.
        return;
    }
    outputs(resolved, diagnostics);
    unreachable(&resolved.graph, diagnostics);
}

/// A name that nothing reads is a typing error more often than not, and costs time when the model runs.
fn unused(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    for unused in &resolved.unused {
        let name = unused.name.clone();
        let is_input = || {
            let mut inputs = resolved.graph.inputs.iter();
            inputs.any(|&node| resolved.graph.nodes[node].name == unused.name)
        };
        let diagnosis = match unused.kind {
            UnusedKind::Layer => Diagnosis::UnusedLayer { name },
            UnusedKind::Part => Diagnosis::UnusedValue { name, part: true },
            UnusedKind::Value if is_input() => Diagnosis::UnusedInput { name },
            UnusedKind::Value => Diagnosis::UnusedValue { name, part: false },
            UnusedKind::Constant | UnusedKind::Loop | UnusedKind::Parameter => continue,
        };
        diagnostics.error(unused.span, diagnosis);
    }
}

/// Every output is computed, and given once.
fn outputs(resolved: &Resolved, diagnostics: &mut Diagnostics) {
    let graph = &resolved.graph;
    for (index, (value, &span)) in graph.outputs.iter().zip(&resolved.output_spans).enumerate() {
        let name = || graph.nodes[value.node].name.clone();
        if graph.inputs.contains(&value.node) {
            diagnostics.error(span, Diagnosis::OutputIsInput { name: name() });
        } else if graph.outputs[..index].contains(value) {
            diagnostics.error(span, Diagnosis::DuplicateOutput { name: name() });
        }
    }
}

/// Every node is needed for an output: what isn't would be trained by nothing.
fn unreachable(graph: &Graph, diagnostics: &mut Diagnostics) {
    let mut needed = vec![false; graph.nodes.len()];
    for output in &graph.outputs {
        needed[output.node] = true;
    }
    for (index, node) in graph.nodes.iter().enumerate().rev() {
        if needed[index] {
            for input in &node.inputs {
                needed[input.node] = true;
            }
        }
    }
    let mut reported: Vec<[usize; 2]> = Vec::new();
    for (node, needed) in graph.nodes.iter().zip(needed) {
        let start = node.span.start();
        let place = [start.line, start.column];
        // Rounds of a loop are one mistake.
        if needed || reported.contains(&place) && start.line > 0 {
            continue;
        }
        reported.push(place);
        let name = node.name.clone();
        let diagnosis = match node.inputs.is_empty() {
            true => Diagnosis::UnusedInput { name },
            false => Diagnosis::UnusedValue { name, part: false },
        };
        diagnostics.error(node.span, diagnosis);
    }
}
