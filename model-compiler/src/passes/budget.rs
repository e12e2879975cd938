//! Budget: what a model costs, and whether that is more than its declaration allows. It runs when memory is planned.

use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::graph::Cost;
use crate::ir::plan::Plan;
use crate::ir::schedule::{Buffer, Place, Schedule};
use crate::ir::size::Size;

/// How many of the costliest parts a message names.
const PARTS: usize = 3;

/// Reports each limit that is exceeded. Those that depend on a user's layer are left to `rustc`: they are returned.
pub fn budget(schedule: &Schedule, diagnostics: &mut Diagnostics) -> Vec<Unchecked> {
    let mut unchecked = Vec::new();
    let header = &schedule.plan.graph.header;
    for allowance in &header.options.budget {
        let (cost, limit) = (allowance.cost, allowance.limit);
        let Some(found) = known(schedule, cost) else {
            unchecked.push(Unchecked {
                cost,
                limit,
                span: allowance.place.0,
            });
            continue;
        };
        if found > limit {
            let mut parts = parts(schedule, cost);
            // A stable sort: of equal parts the first in the declaration stays first.
            parts.sort_by_key(|(_, part)| std::cmp::Reverse(*part));
            parts.retain(|(_, part)| *part > 0);
            parts.truncate(PARTS);
            let model = schedule.plan.bare_name();
            let diagnosis = Diagnosis::OverBudget {
                model,
                cost,
                found,
                limit,
                parts,
            };
            diagnostics.error(allowance.place.0, diagnosis);
        }
    }
    unchecked
}

/// A limit on a cost that only `rustc` knows.
#[derive(Clone, Copy, Debug)]
pub struct Unchecked {
    /// What is limited.
    pub cost: Cost,
    /// The limit.
    pub limit: u64,
    /// Its place.
    pub span: proc_macro2::Span,
}

/// A cost in bytes or multiply-accumulates; `None` if a user's layer is in it.
pub fn known(schedule: &Schedule, cost: Cost) -> Option<u64> {
    let plan = &schedule.plan;
    let memory = &schedule.memory;
    let bytes = |size: Size| Some(size.known()? as u64 * 4);
    match cost {
        Cost::Weights => {
            let users = (0..plan.graph.layers.len()).any(|layer| plan.user_alias(layer).is_some());
            (!users).then(|| weights(plan).iter().map(|(_, bytes)| bytes).sum())
        }
        Cost::Scratch => bytes(memory.predict_arena.plus(&memory.single_scratch)),
        Cost::Tape => bytes(memory.arena.plus(&memory.scratch).plus(&memory.batch)),
        Cost::Macs => {
            let users = |layer| plan.user_alias(layer).is_some();
            let known = plan
                .operations
                .iter()
                .all(|operation| !users(operation.layer));
            known.then(|| plan.operations.iter().map(|one| one.operation.macs).sum())
        }
    }
}

/// What each layer, or each buffer, has of a cost.
fn parts(schedule: &Schedule, cost: Cost) -> Vec<(String, u64)> {
    let plan = &schedule.plan;
    match cost {
        Cost::Weights => weights(plan),
        Cost::Scratch => buffers(&schedule.predict_buffers),
        Cost::Tape => buffers(&schedule.buffers),
        Cost::Macs => plan
            .operations
            .iter()
            .map(|one| (one.name.clone(), one.operation.macs))
            .collect(),
    }
}

/// The bytes of each layer's parameters and state.
fn weights(plan: &Plan) -> Vec<(String, u64)> {
    let bytes = |layer: &crate::ir::graph::LayerInstance| {
        let parameters = layer.parameters.iter();
        let elements: u64 = parameters.map(|one| one.shape.len() as u64).sum();
        (layer.name.clone(), 4 * elements)
    };
    plan.graph.layers.iter().map(bytes).collect()
}

/// The bytes of each buffer for one sample.
fn buffers(buffers: &[Buffer]) -> Vec<(String, u64)> {
    let planned = buffers
        .iter()
        .filter(|buffer| buffer.place != Place::Nowhere);
    planned
        .map(|buffer| {
            let len = buffer.len.known().unwrap_or(0);
            (buffer.name.clone(), 4 * len as u64)
        })
        .collect()
}
