//! Budget: what a model costs, and whether that is more than its declaration allows. It runs when memory is planned.

use crate::Compiled;
use crate::diagnostics::{Diagnosis, Diagnostics};
use crate::ir::deployed::Deployed;
use crate::ir::graph::Cost;
use crate::ir::schedule::{Buffer, Place};
use crate::ir::size::Size;

/// How many of the costliest parts a message names.
const PARTS: usize = 3;

/// Reports each limit that is exceeded. Those that depend on a user's layer are left to `rustc`: they are returned.
pub fn budget(compiled: &Compiled, diagnostics: &mut Diagnostics) -> Vec<Unchecked> {
    let mut unchecked = Vec::new();
    let plan = &compiled.schedule.plan;
    for allowance in &plan.graph.header.options.budget {
        let (cost, limit) = (allowance.cost, allowance.limit);
        let Some(found) = known(compiled, cost) else {
            unchecked.push(Unchecked {
                cost,
                limit,
                span: allowance.place.0,
            });
            continue;
        };
        if found > limit {
            let mut parts = parts(compiled, cost);
            // A stable sort: of equal parts the first in the declaration stays first.
            parts.sort_by_key(|(_, part)| std::cmp::Reverse(*part));
            parts.retain(|(_, part)| *part > 0);
            parts.truncate(PARTS);
            let model = plan.bare_name();
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
pub fn known(compiled: &Compiled, cost: Cost) -> Option<u64> {
    let plan = &compiled.schedule.plan;
    let memory = &compiled.schedule.memory;
    let deployed = &compiled.deployed;
    let bytes = |size: &Size| Some(size.known()? as u64 * 4);
    match cost {
        Cost::Weights => bytes(&deployed.elements),
        Cost::Scratch => bytes(&Size::Known(deployed.arena).plus(&deployed.scratch)),
        Cost::Tape => bytes(&memory.arena.plus(&memory.scratch).plus(&memory.batch)),
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
fn parts(compiled: &Compiled, cost: Cost) -> Vec<(String, u64)> {
    let deployed = &compiled.deployed;
    match cost {
        Cost::Weights => weights(deployed),
        Cost::Scratch => {
            let buffers = deployed.buffers.iter();
            let bytes = buffers.map(|one| (deployed.buffer_name(one), 4 * one.len as u64));
            bytes.collect()
        }
        Cost::Tape => buffers(&compiled.schedule.buffers),
        Cost::Macs => {
            let operations = compiled.schedule.plan.operations.iter();
            let macs = operations.map(|one| (one.name.clone(), one.operation.macs));
            macs.collect()
        }
    }
}

/// The bytes of each layer's tensors.
fn weights(deployed: &Deployed) -> Vec<(String, u64)> {
    let layers = deployed.plan.graph.layers.iter();
    let bytes = layers.zip(&deployed.parameters).map(|(layer, (_, len))| {
        let elements = len.known().unwrap_or(0);
        (layer.name.clone(), 4 * elements as u64)
    });
    bytes.collect()
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
