//! The layers of a model: read off the compiler's forms, for text, drawings and tools alike.

use formwork_compiler::ir::graph::{Graph, Role};
use formwork_compiler::ir::plan::Plan;
use serde::Serialize;

/// One application of a layer.
#[derive(Clone, Debug, Serialize)]
pub struct Layer {
    /// Its name, by which others read it.
    pub name: String,
    /// The layer's keyword, or the name of the user's type.
    pub keyword: String,
    /// The name of the layer that owns the tensors: another than `name` where a layer is applied several times.
    pub owner: String,
    /// The shapes of its outputs, without the batch.
    pub outputs: Vec<Vec<usize>>,
    /// What it reads, in order.
    pub reads: Vec<Read>,
    /// The tensors, where the layer is first applied.
    pub tensors: Vec<Tensor>,
    /// Elements of these tensors; `null` for a user's layer.
    pub parameters: Option<u64>,
    /// Multiply-accumulates for one sample; `null` for a user's layer.
    pub macs: Option<u64>,
    /// The kernel call that computes it: the first layer of those that are fused. `null` where there is nothing to do.
    pub call: Option<String>,
}

/// An edge's start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Read {
    /// The place of the layer in the list of layers.
    pub layer: usize,
    /// Which of its outputs.
    pub output: usize,
}

/// A tensor of a layer.
#[derive(Clone, Debug, Serialize)]
pub struct Tensor {
    /// Its name in the layer.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// `trained`, `frozen` or `state`.
    pub region: &'static str,
}

/// The layers of a checked graph, with what their kernel calls cost.
pub fn layers(graph: &Graph, plan: &Plan) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    for (index, node) in graph.nodes.iter().enumerate() {
        let instance = &graph.layers[node.layer];
        let is_first = !graph.nodes[..index]
            .iter()
            .any(|other| other.layer == node.layer);
        let own = plan.user_alias(node.layer).is_some();
        let mut tensors = Vec::new();
        for parameter in instance.parameters.iter().filter(|_| is_first) {
            tensors.push(Tensor {
                name: parameter.name.into(),
                shape: parameter.shape.dims().to_vec(),
                region: match parameter.role {
                    Role::State => "state",
                    Role::Trainable if instance.trainable => "trained",
                    Role::Trainable => "frozen",
                },
            });
        }
        let elements = |tensor: &Tensor| tensor.shape.iter().product::<usize>() as u64;
        let parameters = tensors.iter().map(elements).sum();
        let of_its_own = |name: &String| *name == node.name;
        let call = plan
            .operations
            .iter()
            .find(|operation| operation.fused.iter().any(of_its_own));
        let heart = plan
            .operations
            .iter()
            .find(|operation| operation.name == node.name);
        let macs = heart.map_or(0, |operation| operation.operation.macs);
        let reads = node.inputs.iter().map(|input| Read {
            layer: input.node,
            output: input.output,
        });
        layers.push(Layer {
            name: node.name.clone(),
            keyword: instance.keyword.clone(),
            owner: instance.name.clone(),
            outputs: node.shapes.iter().map(|s| s.dims().to_vec()).collect(),
            reads: reads.collect(),
            tensors,
            parameters: (!own || !is_first).then_some(parameters),
            macs: (!own).then_some(macs),
            call: call.map(|operation| operation.name.clone()),
        });
    }
    layers
}
