//! The deployed form. After it, what inference leaves as it is has vanished, normalizations are part of the layers before
//! them or lines of their own, every tensor says how it is made from the trained ones, and every value of one sample has
//! its place in an arena.

mod arena;
mod calls;
mod folding;
mod tensors;

use crate::ir::deployed::Deployed;
use crate::ir::graph::Graph;
use crate::ir::operation::{Kind, Lowered, Operation};
use crate::ir::plan::{Plan, of_user};
use crate::ir::size::Size;
use crate::passes::fuse::fuse_as;
use folding::{Folding, folding};
use formwork_shape_rules::Shape;
use std::rc::Rc;

/// Makes the deployed form of a checked graph. Without `fuse` and without `share`, which only tests ask for, every layer is
/// a call of its own, and every value has memory of its own.
pub fn deploy(graph: &Rc<Graph>, fuse: bool, share: bool) -> Deployed {
    let folding = folding(graph);
    let lower = |node: usize, inputs: &[Shape]| lower(graph, &folding, node, inputs);
    let plan = fuse_as(graph, fuse, false, &lower);
    let layout = tensors::tensors(&plan, &folding);
    let (mut buffers, calls) = calls::calls(&plan, share);
    let arena = arena::arrange(&mut buffers, share);
    let scratch = (0..plan.operations.len()).fold(Size::ZERO, |largest, operation| {
        largest.or_larger(&scratch(&plan, operation))
    });
    Deployed {
        tensors: layout.tensors,
        parameters: layout.parameters,
        elements: layout.elements,
        buffers,
        calls,
        arena,
        scratch,
        plan,
    }
}

/// What a node becomes.
fn lower(graph: &Graph, folding: &Folding, node: usize, inputs: &[Shape]) -> Lowered {
    let layer = graph.nodes[node].layer;
    let instance = &graph.layers[layer];
    if instance.layer.vanishes_in_inference() || folding.nodes.contains(&node) {
        return Lowered::View;
    }
    let mut lowered = instance.layer.lower(inputs, instance.trainable);
    if let Lowered::Operation(operation) = &mut lowered {
        // A call reads the parameters of one layer; an activation with parameters works in place.
        operation.takes_parametric = false;
        if folding.layers[layer].is_some() {
            add_bias(operation);
        }
    }
    lowered
}

/// A layer that a normalization is folded into has a bias, whether it was trained with one or not.
fn add_bias(operation: &mut Operation) {
    for (field, value) in &mut operation.fields {
        if *field == "use_bias" {
            *value = "true".to_string();
        }
    }
}

/// Floats of scratch for one call.
fn scratch(plan: &Plan, operation: usize) -> Size {
    let operation = &plan.operations[operation];
    match (&operation.operation.kind, plan.user_alias(operation.layer)) {
        (Kind::User { .. }, Some(alias)) => of_user(&alias, "SCRATCH"),
        _ => {
            let layer = &plan.graph.layers[operation.layer].layer;
            layer.deployed_scratch(&operation.input_shapes).into()
        }
    }
}
