//! Which normalizations become part of the layer before them.
//!
//! A line for each channel, applied to what a linear layer gives, is a linear layer again: if nobody else reads what is
//! between the two, if the layer has no activation of its own and is applied once, and if the axis of the channels is the
//! same.

use crate::ir::graph::{Graph, Node, Value};
use crate::ir::operation::{Epilogue, Lowered};
use crate::passes::fuse::count_uses;
use std::collections::{BTreeMap, BTreeSet};

/// What becomes part of what.
pub struct Folding {
    /// For each layer the one that is folded into it.
    pub layers: Vec<Option<usize>>,
    /// The applications that are gone.
    pub nodes: BTreeSet<usize>,
}

/// Looks at every application of a layer that is a line in inference.
pub fn folding(graph: &Graph) -> Folding {
    let mut folding = Folding {
        layers: vec![None; graph.layers.len()],
        nodes: BTreeSet::new(),
    };
    let uses = count_uses(graph);
    for (index, node) in graph.nodes.iter().enumerate() {
        if graph.layers[node.layer].layer.line().is_none() {
            continue;
        }
        let Some(producer) = producer(graph, &uses, node) else {
            continue;
        };
        let layer = producer.layer;
        if folding.layers[layer].is_none() && is_linear(graph, producer) {
            folding.layers[layer] = Some(node.layer);
            folding.nodes.insert(index);
        }
    }
    folding
}

/// The application that makes what a node reads, if nobody else reads it and its channels are the node's.
fn producer<'a>(graph: &'a Graph, uses: &BTreeMap<Value, usize>, node: &Node) -> Option<&'a Node> {
    let channels = graph.shape(*node.inputs.first()?).last();
    let mut value = *node.inputs.first()?;
    loop {
        if uses.get(&value) != Some(&1) || graph.shape(value).last() != channels {
            return None;
        }
        let producer = &graph.nodes[value.node];
        match is_view(graph, producer) {
            true => value = *producer.inputs.first()?,
            false => return Some(producer),
        }
    }
}

/// Whether a node gives the elements that it reads.
fn is_view(graph: &Graph, node: &Node) -> bool {
    let instance = &graph.layers[node.layer];
    let inputs = graph.input_shapes(node);
    instance.layer.vanishes_in_inference()
        || matches!(
            instance.layer.lower(&inputs, instance.trainable),
            Lowered::View
        )
}

/// Whether a node is the only application of a linear layer without activation.
fn is_linear(graph: &Graph, node: &Node) -> bool {
    let instance = &graph.layers[node.layer];
    if instance.layer.linear().is_none() || node.shapes.len() != 1 {
        return false;
    }
    let applications = graph.nodes.iter().filter(|other| other.layer == node.layer);
    let inputs = graph.input_shapes(node);
    applications.count() == 1
        && match instance.layer.lower(&inputs, instance.trainable) {
            Lowered::Operation(operation) => operation.epilogue == Some(Epilogue::default()),
            Lowered::Input | Lowered::View => false,
        }
}
