//! What the macro implements for a declared model: its table, its costs, a training step and a prediction.

use crate::deployed::DeployedModel;
use crate::kernels::team::{Part, Place, SHARDS, Team, shard_samples};
use crate::layers::ActivityRegularization;
use crate::operation::{Operation, WeightGradient};
use crate::penalties::{Constrained, L1L2, Penalty};
use crate::plain::{self, Plain};
use crate::random::Random;
use crate::storage::{Regions, RegionsMut, TensorEntry};
pub use crate::summary::{Summary, SummaryRow};
use crate::tensor::Sample;
use core::ops::Range;
use formwork_shape_rules::Shape;

/// A model cast from a declaration: plain data in three regions, and code of fixed shape.
///
/// Its memory is the trained parameters, the frozen ones and the state, in this order, and nothing else.
pub trait Model: Plain + Send + Sync {
    /// One sample of input: a tensor, or a tuple of tensors for several inputs.
    type Input: Sample;
    /// One sample of output: a tensor, or a tuple of tensors for several outputs.
    type Output: Sample;

    /// The form that predictions on a device use.
    type Deployed: DeployedModel<Trained = Self, Input = Self::Input, Output = Self::Output>;

    /// The name of the struct.
    const NAME: &'static str;
    /// One entry for each tensor, in the order of the regions.
    const TABLE: &'static [TensorEntry];
    /// The inputs, in order.
    const INPUTS: &'static [Port];
    /// The outputs, in order.
    const OUTPUTS: &'static [Port];
    /// Number of trained elements.
    const TRAINABLE: usize;
    /// Number of elements that a declaration has frozen.
    const FROZEN: usize;
    /// Number of elements that training updates otherwise, such as moving statistics.
    const STATE: usize;
    /// All elements: Keras's "total params".
    const PARAMETERS: usize = Self::TRAINABLE + Self::FROZEN + Self::STATE;
    /// What the weights of trained tensors cost.
    const PENALTIES: &'static [Penalty] = &[];
    /// What the weights of trained tensors must keep to.
    const CONSTRAINTS: &'static [Constrained] = &[];
    /// Multiply-accumulates of one prediction.
    const MACS: u64;
    /// What a training step takes besides the model, the optimizer, the inputs and the labels.
    const STEP_MEMORY: StepMemory;
    /// What a prediction takes besides the model, the inputs and the outputs.
    const PREDICT_MEMORY: PredictMemory;

    /// The layers that [`infer`](Self::infer) computes, with those that are fused into them, in its order.
    const COMPUTED: &'static [&'static str] = &[];

    /// The summary table: one row for each layer, then the totals.
    fn summary() -> Summary;

    /// The trained parameters.
    fn trainable(&self) -> &[f32] {
        regions(self).trainable
    }
    /// The trained parameters.
    fn trainable_mut(&mut self) -> &mut [f32] {
        regions_mut(self).trainable
    }
    /// The frozen parameters.
    fn frozen(&self) -> &[f32] {
        regions(self).frozen
    }
    /// The frozen parameters.
    fn frozen_mut(&mut self) -> &mut [f32] {
        regions_mut(self).frozen
    }
    /// The state.
    fn state(&self) -> &[f32] {
        regions(self).state
    }
    /// The state.
    fn state_mut(&mut self) -> &mut [f32] {
        regions_mut(self).state
    }

    /// Forward, loss and backward over one batch: the gradients, and the updated state.
    fn step(&mut self, step: Step<'_>);

    /// Forward over some samples, in inference mode.
    fn infer(&self, call: Infer<'_>);
}

/// A model's regions, which lie one after the other.
pub fn regions<M: Model>(model: &M) -> Regions<'_> {
    let (trainable, rest) = plain::as_slice(model).split_at(M::TRAINABLE);
    let (frozen, state) = rest.split_at(M::FROZEN);
    Regions {
        trainable,
        frozen,
        state,
    }
}

/// The same, to be changed.
pub fn regions_mut<M: Model>(model: &mut M) -> RegionsMut<'_> {
    let (trainable, rest) = plain::as_mut_slice(model).split_at_mut(M::TRAINABLE);
    let (frozen, state) = rest.split_at_mut(M::FROZEN);
    RegionsMut {
        trainable,
        frozen,
        state,
    }
}

/// A model's parameters, trained and frozen, and its state.
pub fn parameters_and_state<M: Model>(model: &M) -> (&[f32], &[f32]) {
    plain::as_slice(model).split_at(M::TRAINABLE + M::FROZEN)
}

/// The same for a training step, which updates the state.
pub fn parameters_and_state_mut<M: Model>(model: &mut M) -> (&[f32], &mut [f32]) {
    let (parameters, state) = plain::as_mut_slice(model).split_at_mut(M::TRAINABLE + M::FROZEN);
    (parameters, state)
}

/// A named input or output.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// The name in the declaration.
    pub name: &'static str,
    /// Its shape for one sample.
    pub shape: Shape,
    /// The activation that produces it, as far as losses care.
    pub tail: Tail,
}

/// The activation at the end of an output. A loss that knows it fuses the two derivatives to `(p − t) / N`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// Any other: the loss gives the cotangent of the output itself.
    Other,
    /// Softmax along the last axis.
    Softmax,
    /// Sigmoid.
    Sigmoid,
}

/// The memory of a training step: `a(threads) + b · batch` bytes, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepMemory {
    /// Floats kept for each sample of the batch.
    pub batch: usize,
    /// Floats for each worker: the tile's arena and scratch.
    pub worker: usize,
    /// Floats for each of the [`SHARDS`] shards: gradients that are summed in the order of the shards.
    pub shard: usize,
    /// Double-precision sums for each shard, of batch-coupled operations.
    pub sums: usize,
    /// Floats for statistics over the whole batch.
    pub statistics: usize,
    /// Floats of the gradient itself.
    pub gradients: usize,
    /// The largest batch that is processed at once: larger ones are split and their gradients accumulated.
    /// `usize::MAX` unless the declaration asks to save memory.
    pub largest_batch: usize,
}

impl StepMemory {
    /// The constant part in bytes, `a(threads)`. The number of workers that can be busy is at most [`SHARDS`].
    pub const fn constant_bytes(&self, threads: usize) -> usize {
        let workers = if threads < SHARDS { threads } else { SHARDS };
        let kept = if self.largest_batch == usize::MAX {
            0
        } else {
            self.batch * self.largest_batch
        };
        4 * (self.worker * workers + self.shard * SHARDS + self.statistics + self.gradients + kept)
            + 8 * self.sums * SHARDS
    }

    /// What each sample of the batch adds in bytes, `b`.
    pub const fn bytes_per_sample(&self) -> usize {
        if self.largest_batch == usize::MAX {
            4 * self.batch
        } else {
            0
        }
    }

    /// `a(threads) + b · batch`.
    pub const fn bytes(&self, threads: usize, batch: usize) -> usize {
        self.constant_bytes(threads) + self.bytes_per_sample() * batch
    }
}

/// The memory of a prediction, which doesn't depend on the number of samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PredictMemory {
    /// Floats for each worker when samples are processed in tiles.
    pub worker: usize,
    /// Floats when one sample is processed at a time: the smallest arena, for small targets.
    pub single: usize,
}

/// The arguments of [`Model::step`].
pub struct Step<'a> {
    /// The threads that share the work.
    pub team: &'a Team,
    /// Number of samples.
    pub batch: usize,
    /// Index of the first sample within the optimizer's batch, when that is processed in parts.
    pub first_sample: usize,
    /// The inputs, each `batch × its length`.
    pub inputs: &'a [&'a [f32]],
    /// Loss and metrics.
    pub objective: &'a dyn Objective,
    /// Double-precision sums of the objective, `SHARDS × objective.sums()`; added to.
    pub objective_sums: &'a mut [f64],
    /// The gradient of the trained parameters.
    pub gradients: &'a mut [f32],
    /// Add to the gradient instead of overwriting it.
    pub accumulate: bool,
    /// Cotangents of the inputs for a model declared with `#[model(input_gradients)]`, each `batch × its
    /// length`; otherwise empty.
    pub input_gradients: &'a mut [&'a mut [f32]],
    /// The step's working memory, as [`StepMemory`] says.
    pub memory: Memory<'a>,
    /// Randomness of this step.
    pub random: Random,
}

/// Working memory of a step. The contents are unspecified before and after.
pub struct Memory<'a> {
    /// `batch × StepMemory::batch`.
    pub batch: &'a mut [f32],
    /// `workers × StepMemory::worker`.
    pub workers: &'a mut [f32],
    /// `SHARDS × StepMemory::shard`.
    pub shards: &'a mut [f32],
    /// `SHARDS × StepMemory::sums`.
    pub sums: &'a mut [f64],
    /// `StepMemory::statistics`.
    pub statistics: &'a mut [f32],
}

/// The arguments of [`Model::infer`].
pub struct Infer<'a> {
    /// The threads that share the work.
    pub team: &'a Team,
    /// Number of samples.
    pub samples: usize,
    /// The inputs, each `samples × its length`.
    pub inputs: &'a [&'a [f32]],
    /// The outputs, each `samples × its length`.
    pub outputs: &'a mut [&'a mut [f32]],
    /// Working memory: `workers × PredictMemory::worker`; for a single sample `PredictMemory::single` is enough.
    pub workers: &'a mut [f32],
}

/// What a training step optimizes and measures, without its types: generated code calls it on each tile.
pub trait Objective: Sync {
    /// Number of double-precision sums that it keeps for each shard.
    fn sums(&self) -> usize;

    /// Whether it gives the cotangent of what enters the tail's activation instead of the output's.
    fn fuses(&self, output: usize, tail: Tail) -> bool;

    /// Adds the loss and the metrics of one output of some samples to a shard's `sums`, and writes the output's
    /// cotangent (the gradient of the batch's loss).
    fn visit(&self, visit: Visit<'_>);

    /// Adds the penalty of a layer's output to a shard's `sums`, and its derivative to the output's cotangent. An objective without
    /// penalties does nothing.
    fn penalize(&self, penalize: Penalize<'_>) {
        let _ = penalize;
    }
}

/// The arguments of [`Objective::visit`].
pub struct Visit<'a> {
    /// Which output of the model.
    pub output: usize,
    /// The activation that produced it.
    pub tail: Tail,
    /// Index of the first sample within the batch.
    pub first_sample: usize,
    /// Number of samples.
    pub samples: usize,
    /// The outputs, `samples × its length`.
    pub predictions: &'a [f32],
    /// Where the cotangent goes, `samples × its length`.
    pub cotangent: &'a mut [f32],
    /// This shard's sums.
    pub sums: &'a mut [f64],
}

/// The arguments of [`Objective::penalize`].
pub struct Penalize<'a> {
    /// What the output of a sample costs. The penalty of a batch is the mean over its samples.
    pub regularizer: L1L2,
    /// The outputs of some samples of a shard.
    pub values: &'a [f32],
    /// Their cotangents.
    pub cotangent: &'a mut [f32],
    /// This shard's sums.
    pub sums: &'a mut [f64],
}

/// Calls the objective on one tile, shard by shard, so that what it adds up doesn't depend on tiles: `predictions` and
/// `cotangent` hold the tile's samples of `width` elements.
#[allow(clippy::too_many_arguments)] // generated code reads better with names than with a struct made for it
pub fn visit(
    objective: &dyn Objective,
    output: usize,
    tail: Tail,
    part: Part,
    width: usize,
    predictions: &[f32],
    cotangent: &mut [f32],
    objective_sums: &mut [f64],
) {
    each_shard(part, width, |shard, first, values| {
        objective.visit(Visit {
            output,
            tail,
            first_sample: part.first_sample + first,
            samples: values.len() / width,
            predictions: &predictions[values.clone()],
            cotangent: &mut cotangent[values],
            sums: sums_of(objective, shard, objective_sums),
        });
    });
}

/// The same for the penalty of a layer's output.
pub fn penalize(
    objective: &dyn Objective,
    layer: ActivityRegularization,
    part: Part,
    values: &[f32],
    cotangent: &mut [f32],
    objective_sums: &mut [f64],
) {
    each_shard(part, layer.len, |shard, _, range| {
        objective.penalize(Penalize {
            regularizer: layer.regularizer(),
            values: &values[range.clone()],
            cotangent: &mut cotangent[range],
            sums: sums_of(objective, shard, objective_sums),
        });
    });
}

/// The sums of one of a tile's shards.
fn sums_of<'s>(objective: &dyn Objective, shard: usize, all: &'s mut [f64]) -> &'s mut [f64] {
    let sums = objective.sums();
    &mut all[shard * sums..(shard + 1) * sums]
}

/// Calls `visit` for each shard that has samples in a tile: the shard within the tile, the first of its samples, and where their
/// values of `width` elements lie in the tile's.
fn each_shard(part: Part, width: usize, mut visit: impl FnMut(usize, usize, Range<usize>)) {
    for shard in 0..part.shards {
        let all = shard_samples(part.batch, part.shard + shard);
        let first = all.start.max(part.first);
        let end = all.end.min(part.first + part.samples);
        if first < end {
            let values = (first - part.first) * width..(end - part.first) * width;
            visit(shard, first, values);
        }
    }
}

/// The slices of a call as an array.
///
/// # Panics
/// If the caller gave another number of slices than the model has ports.
pub fn input_slices<'a, const N: usize>(slices: &[&'a [f32]]) -> [&'a [f32]; N] {
    assert!(
        slices.len() == N,
        "the model has {N} ports, not {}",
        slices.len()
    );
    core::array::from_fn(|port| slices[port])
}

/// The same, to be written.
///
/// # Panics
/// If the caller gave another number of slices than the model has ports.
pub fn input_slices_mut<'a, const N: usize>(slices: &'a mut [&mut [f32]]) -> [&'a mut [f32]; N] {
    assert!(
        slices.len() == N,
        "the model has {N} ports, not {}",
        slices.len()
    );
    let mut slices = slices.iter_mut();
    core::array::from_fn(|_| match slices.next() {
        Some(slice) => &mut **slice,
        None => &mut [][..],
    })
}

/// Weight gradients that are products over the whole batch, split among the threads by rows of the weights.
pub struct Late<'a> {
    /// The threads that share the work.
    pub team: &'a Team,
    /// Number of samples.
    pub batch: usize,
    /// The model's inputs, for the whole batch.
    pub inputs: &'a [&'a [f32]],
    /// What is kept for the whole batch.
    pub kept: &'a [f32],
    /// The gradient of the trained parameters.
    pub gradients: &'a mut [f32],
    /// Add to the gradient instead of overwriting it.
    pub accumulate: bool,
    /// One arena for each worker, used as scratch.
    pub workers: &'a mut [f32],
    /// Length of an arena.
    pub worker: usize,
}

impl<'a> Late<'a> {
    /// A value for the whole batch.
    fn whole(&self, place: Place) -> &'a [f32] {
        match place {
            Place::Input(number) => self.inputs[number],
            Place::At(offset, len) => &self.kept[offset * self.batch..(offset + len) * self.batch],
            Place::Rows(_) | Place::None => &[],
        }
    }

    /// The gradient of one operation, whose parameters begin at `start` and form `rows` rows of `width` elements:
    /// `place` is `(start, rows, width)`. `adds` if an earlier application of the same layer has written it.
    pub fn run<const INPUTS: usize, const OUTPUTS: usize, const SAVED: usize>(
        &mut self,
        operation: impl Operation,
        inputs: [Place; INPUTS],
        output_cotangents: [Place; OUTPUTS],
        saved: [Place; SAVED],
        place: (usize, usize, usize),
        adds: bool,
    ) {
        let (start, rows, width) = place;
        let inputs = &inputs.map(|place| self.whole(place));
        let output_cotangents = &output_cotangents.map(|place| self.whole(place));
        let saved = &saved.map(|place| self.whole(place));
        let samples = self.batch;
        let accumulate = self.accumulate || adds;
        let gradients = &mut self.gradients[start..start + rows * width];
        self.team.rows(
            gradients,
            width,
            self.workers,
            self.worker,
            |rows, gradients, scratch| {
                operation.weight_gradient(WeightGradient {
                    samples,
                    rows,
                    inputs,
                    output_cotangents,
                    saved,
                    gradients,
                    accumulate,
                    scratch,
                });
            },
        );
    }
}
