//! What a model costs: read off the compiler's forms, for text and for tools alike.

use formwork_compiler::Compiled;
use formwork_compiler::ir::operation::Kind;
use formwork_compiler::ir::plan::Plan;
use formwork_compiler::ir::size::Size;
use formwork_compiler::passes::budget::known;
use serde::Serialize;
use std::fmt;

/// The parts into which the runtime cuts every batch, on any machine.
pub const SHARDS: u64 = 8;
/// The bytes of a float.
const FLOAT: u64 = 4;
/// The bytes of a sum.
const SUM: u64 = 8;

/// A number that is known now, or a constant expression that holds what a layer of the user's own brings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Amount {
    /// Known.
    Known(u64),
    /// Rust source.
    Constant(String),
}

impl Amount {
    /// The number, if it is known.
    pub fn known(&self) -> Option<u64> {
        match self {
            Amount::Known(number) => Some(*number),
            Amount::Constant(_) => None,
        }
    }

    fn times(&self, factor: u64) -> Amount {
        match self {
            Amount::Known(number) => Amount::Known(number.saturating_mul(factor)),
            Amount::Constant(source) => {
                // A sum stands in parentheses already.
                let whole = source.starts_with('(') && source.ends_with(')');
                match whole || !source.contains(' ') {
                    true => Amount::Constant(format!("{source} * {factor}")),
                    false => Amount::Constant(format!("({source}) * {factor}")),
                }
            }
        }
    }
}

impl fmt::Display for Amount {
    /// `12345` as `12,345`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Amount::Known(number) => formatter.pad(&grouped(*number)),
            Amount::Constant(source) => formatter.pad(source),
        }
    }
}

/// `12345` as `12,345`.
pub fn grouped(number: u64) -> String {
    match number {
        0..1000 => number.to_string(),
        _ => format!("{},{:03}", grouped(number / 1000), number % 1000),
    }
}

/// The totals of a model.
#[derive(Clone, Debug, Serialize)]
pub struct Costs {
    /// Elements that training changes.
    pub trained: Amount,
    /// Elements that it doesn't change.
    pub frozen: Amount,
    /// Elements of state, such as moving statistics.
    pub state: Amount,
    /// Multiply-accumulates for one sample.
    pub macs: Amount,
    /// The memory of a prediction.
    pub predict: PredictMemory,
    /// The memory of the deployed form.
    pub deployed: DeployedMemory,
    /// The memory of a training step.
    pub step: StepMemory,
    /// What `#[budget(..)]` limits.
    pub budget: Vec<Limit>,
}

/// A limit on what a model may cost.
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    /// `weights`, `scratch`, `tape` or `macs`.
    pub cost: &'static str,
    /// What it costs, in bytes or multiply-accumulates; `null` if a user's layer has a part in it.
    pub found: Option<u64>,
    /// What it may.
    pub limit: u64,
}

/// The memory of a prediction besides the model, in bytes. It doesn't grow with the number of samples.
#[derive(Clone, Debug, Serialize)]
pub struct PredictMemory {
    /// Samples that go through all layers together.
    pub tile: usize,
    /// For each worker.
    pub worker: Amount,
    /// With one sample at a time.
    pub single: Amount,
}

/// The memory of the deployed form, which predicts one sample at a time, in bytes.
#[derive(Clone, Debug, Serialize)]
pub struct DeployedMemory {
    /// The tensors.
    pub weights: Amount,
    /// What a prediction works in besides the model, the input and the output.
    pub scratch: Amount,
}

/// The memory of a training step besides the model, the optimizer, inputs and labels, in bytes: `worker` for each of
/// at most 8 workers + the other constants + `sample` · batch.
#[derive(Clone, Debug, Serialize)]
pub struct StepMemory {
    /// For each sample of the batch: values that a later phase or a late product reads.
    pub sample: Amount,
    /// For each worker: the values of a tile, and scratch.
    pub worker: Amount,
    /// Of `worker`, what the kernels use as scratch.
    pub scratch: Amount,
    /// Gradients that are summed in 8 parts of the batch.
    pub shards: Amount,
    /// Sums in double precision, in 8 parts of the batch.
    pub sums: Amount,
    /// Statistics over the batch.
    pub statistics: Amount,
    /// The gradient itself.
    pub gradient: Amount,
    /// The largest batch that is processed at once, with `save_memory`: `sample` counts for no more than that.
    pub largest_batch: Option<u64>,
}

/// The totals of a compiled model.
pub fn costs(compiled: &Compiled) -> Costs {
    let schedule = &compiled.schedule;
    let deployed = &compiled.deployed;
    let plan = &schedule.plan;
    let memory = &schedule.memory;
    let amount = |size: &Size| match size {
        Size::Known(number) => Amount::Known(*number as u64),
        Size::Constant(source) => Amount::Constant(with_types(plan, source)),
    };
    let mut totals = [Size::ZERO, Size::ZERO];
    let mut state = Size::ZERO;
    let mut macs: u64 = 0;
    let mut own = Vec::new();
    for (index, layer) in plan.graph.layers.iter().enumerate() {
        let total = &mut totals[usize::from(!layer.trainable)];
        *total = total.plus(&plan.parameter_len(index));
        state = state.plus(&plan.state_len(index));
    }
    for operation in &plan.operations {
        macs = macs.saturating_add(operation.operation.macs);
        if let Kind::User { path, .. } = &operation.operation.kind {
            own.push(format!("<{} as Layer>::MACS", tight(&path.to_string())));
        }
    }
    let macs = match own.is_empty() {
        true => Amount::Known(macs),
        false => Amount::Constant(format!("{macs} + {}", own.join(" + "))),
    };
    let allowances = plan.graph.header.options.budget.iter();
    let budget = allowances.map(|allowance| Limit {
        cost: allowance.cost.key(),
        found: known(compiled, allowance.cost),
        limit: allowance.limit,
    });
    let tile = schedule.predict_tile;
    Costs {
        trained: amount(&totals[0]),
        frozen: amount(&totals[1]),
        state: amount(&state),
        macs,
        predict: PredictMemory {
            tile,
            worker: amount(
                &memory
                    .predict_arena
                    .times(tile)
                    .plus(&memory.predict_scratch),
            )
            .times(FLOAT),
            single: amount(&memory.predict_arena.plus(&memory.single_scratch)).times(FLOAT),
        },
        deployed: DeployedMemory {
            weights: amount(&deployed.elements).times(FLOAT),
            scratch: amount(&Size::Known(deployed.arena).plus(&deployed.scratch)).times(FLOAT),
        },
        step: StepMemory {
            sample: amount(&memory.batch).times(FLOAT),
            worker: amount(&memory.arena.plus(&memory.scratch)).times(FLOAT),
            scratch: amount(&memory.scratch).times(FLOAT),
            shards: amount(&memory.shard).times(FLOAT * SHARDS),
            sums: amount(&memory.sums.plus(&memory.largest_sums)).times(SUM * SHARDS),
            statistics: amount(&memory.statistics).times(FLOAT),
            gradient: amount(&memory.gradients).times(FLOAT),
            largest_batch: memory.largest_batch.map(|batch| batch as u64),
        },
        budget: budget.collect(),
    }
}

impl StepMemory {
    /// `a(threads)`: what doesn't grow with the batch.
    pub fn constant(&self, threads: u64) -> Option<u64> {
        let kept = match self.largest_batch {
            Some(batch) => self.sample.known()? * batch,
            None => 0,
        };
        let parts = [
            self.worker.known()? * threads.min(SHARDS),
            self.shards.known()?,
            self.sums.known()?,
            self.statistics.known()?,
            self.gradient.known()?,
            kept,
        ];
        Some(parts.iter().sum())
    }

    /// `b`: what each sample adds.
    pub fn for_each_sample(&self) -> Amount {
        match self.largest_batch {
            Some(_) => Amount::Known(0),
            None => self.sample.clone(),
        }
    }
}

/// Generated code's aliases in a constant expression, replaced by the types that they stand for.
fn with_types(plan: &Plan, source: &str) -> String {
    let mut text = source.replace("::formwork::layers::", "");
    for operation in &plan.operations {
        let Kind::User { path, .. } = &operation.operation.kind else {
            continue;
        };
        if let Some(alias) = plan.user_alias(operation.layer) {
            let path = tight(&path.to_string());
            for (before, after) in [("<", " as"), ("::<", ">")] {
                let written = format!("{before}{alias}{after}");
                text = text.replace(&written, &format!("{before}{path}{after}"));
            }
        }
    }
    text
}

/// A path without blanks.
fn tight(path: &str) -> String {
    path.replace(' ', "")
}
