//! The schedule: phases separated by barriers, each a list of calls that a tile of samples goes through, and where
//! every buffer lies.

use super::plan::{Gathered, Plan};
use super::size::Size;
use std::fmt;

/// A model's training step and its prediction, down to offsets.
#[derive(Debug)]
pub struct Schedule {
    /// The calls' operations and values.
    pub plan: Plan,
    /// The training step's buffers.
    pub buffers: Vec<Buffer>,
    /// The training step's phases.
    pub phases: Vec<Phase>,
    /// Weight gradients over the whole batch, after the last phase.
    pub late: Vec<LateGradient>,
    /// Layers whose gradients are summed over shards, with the place in a shard's block.
    pub sharded: Vec<(usize, Size)>,
    /// Places of sums over the batch in a shard's block, and of statistics.
    pub gathered: Vec<GatheredPlace>,
    /// Operations of users' layers that don't couple the samples: what they sum becomes state after the last phase.
    pub observed: Vec<usize>,
    /// The prediction's buffers.
    pub predict_buffers: Vec<Buffer>,
    /// The prediction's calls.
    pub predict: Vec<Call>,
    /// Samples in a tile of the prediction.
    pub predict_tile: usize,
    /// What it all takes.
    pub memory: MemoryPlan,
}

/// A buffer whose length is a number of elements for each sample.
#[derive(Clone, Debug)]
pub struct Buffer {
    /// The variable's name in generated code.
    pub name: String,
    /// Elements for one sample.
    pub len: Size,
    /// Where it lies.
    pub place: Place,
}

/// Where a buffer lies.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// Not planned yet, or never used.
    Nowhere,
    /// Kept for the whole batch: `offset × batch` elements into the batch's memory.
    Batch(Size),
    /// In the worker's arena: `offset × tile` elements into it.
    Arena(Size),
}

/// What a call reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operand {
    /// An input of the model.
    Input(usize),
    /// A buffer.
    Buffer(usize),
    /// An output of the model (only in predictions; in training that's a buffer).
    Output(usize),
    /// The cotangent of an input of the model, for `#[model(input_gradients)]`.
    InputGradient(usize),
    /// Nothing: an empty slice.
    None,
}

/// A pass of all samples through some calls, between two barriers.
#[derive(Debug)]
pub struct Phase {
    /// Which segment of the model, counted from 0.
    pub segment: usize,
    /// How the batch is cut.
    pub grid: PhaseGrid,
    /// The calls, in order, for each tile.
    pub calls: Vec<Call>,
    /// Batch-coupled operations whose statistics are complete after the phase: forward.
    pub settles: Vec<usize>,
    /// The same, backward.
    pub settles_backward: Vec<usize>,
}

/// How a phase cuts the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhaseGrid {
    /// One tile for each worker.
    Coarse,
    /// Tiles of at most so many samples within each shard. 0 before memory is planned.
    Tiles(usize),
}

/// One kernel call, or a visit of the objective.
#[derive(Clone, Debug)]
pub enum Call {
    /// Forward.
    Forward {
        /// Index into [`Plan::operations`].
        operation: usize,
        /// Operands read; [`Operand::None`] for the first if it lies in the first output already.
        inputs: Vec<Operand>,
        /// Operands written.
        outputs: Vec<Operand>,
        /// Buffers saved for backward.
        saved: Vec<Operand>,
    },
    /// Sums over a tile of an operation that couples the samples or updates its state.
    Gather {
        /// Index into [`Plan::operations`].
        operation: usize,
        /// Operands read.
        inputs: Vec<Operand>,
    },
    /// Loss, metrics and cotangent of an output.
    Visit {
        /// Index into [`Plan::outputs`].
        output: usize,
        /// The output.
        prediction: Operand,
        /// Its cotangent.
        cotangent: Operand,
    },
    /// Backward.
    Backward {
        /// Index into [`Plan::operations`].
        operation: usize,
        /// Whole, or a half of a batch-coupled operation.
        half: Half,
        /// Kept inputs.
        inputs: Vec<Operand>,
        /// Kept outputs.
        outputs: Vec<Operand>,
        /// Saved buffers.
        saved: Vec<Operand>,
        /// Cotangents of the outputs.
        output_cotangents: Vec<Operand>,
        /// Where the inputs' cotangents go.
        input_cotangents: Vec<CotangentUse>,
    },
}

/// Which part of a backward pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// All of it.
    Whole,
    /// `BatchCoupled::gather_backward`.
    Gather,
    /// What follows once the statistics are complete.
    Rest,
}

/// Where the cotangent of an input goes; the runtime's `InputCotangent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CotangentUse {
    /// Nowhere.
    Skip,
    /// Overwrites the operand.
    Write(Operand),
    /// Is added to the operand.
    Add(Operand),
    /// Stays in the output's cotangent.
    InPlace,
}

/// A weight gradient as one product over the batch.
#[derive(Clone, Debug)]
pub struct LateGradient {
    /// Index into [`Plan::operations`].
    pub operation: usize,
    /// Kept inputs.
    pub inputs: Vec<Operand>,
    /// Cotangents as backward left them.
    pub output_cotangents: Vec<Operand>,
    /// Saved buffers as backward left them.
    pub saved: Vec<Operand>,
    /// Rows of the weights as a matrix.
    pub rows: usize,
    /// Length of a row.
    pub width: usize,
    /// Whether an earlier application of the same layer has written the gradient.
    pub adds: bool,
}

/// Where an operation keeps its sums over the batch and its statistics.
#[derive(Clone, Debug)]
pub struct GatheredPlace {
    /// Index into [`Plan::operations`].
    pub operation: usize,
    /// How much of each there is.
    pub sizes: Gathered,
    /// First of its forward sums in a shard's block.
    pub sums: Size,
    /// First of its backward sums in a shard's block.
    pub backward_sums: Size,
    /// First of its statistics.
    pub statistics: Size,
}

/// See the runtime's `StepMemory` and `PredictMemory`.
#[derive(Clone, Debug)]
pub struct MemoryPlan {
    /// Floats for each sample of the batch.
    pub batch: Size,
    /// Floats of a worker's arena in training, scratch aside.
    pub arena: Size,
    /// Floats of a worker's scratch in training.
    pub scratch: Size,
    /// Floats of a shard's gradients.
    pub shard: Size,
    /// Sums of a shard.
    pub sums: Size,
    /// The largest number of sums of one operation in one direction.
    pub largest_sums: Size,
    /// Floats of statistics.
    pub statistics: Size,
    /// Floats of the gradient.
    pub gradients: Size,
    /// Largest batch at once, if memory is to be saved.
    pub largest_batch: Option<usize>,
    /// Floats of the prediction's arena for one sample.
    pub predict_arena: Size,
    /// Floats of scratch for a prediction of a tile.
    pub predict_scratch: Size,
    /// Floats of scratch for a prediction of one sample.
    pub single_scratch: Size,
}

impl Schedule {
    /// What a call reads and writes, for the planner.
    pub fn operands(call: &Call) -> Vec<Operand> {
        let mut all = Vec::new();
        match call {
            Call::Forward {
                inputs,
                outputs,
                saved,
                ..
            } => {
                all.extend(inputs);
                all.extend(outputs);
                all.extend(saved);
            }
            Call::Gather { inputs, .. } => all.extend(inputs),
            Call::Visit {
                prediction,
                cotangent,
                ..
            } => all.extend([*prediction, *cotangent]),
            Call::Backward {
                inputs,
                outputs,
                saved,
                output_cotangents,
                input_cotangents,
                ..
            } => {
                all.extend(inputs);
                all.extend(outputs);
                all.extend(saved);
                all.extend(output_cotangents);
                for cotangent in input_cotangents {
                    if let CotangentUse::Write(operand) | CotangentUse::Add(operand) = cotangent {
                        all.push(*operand);
                    }
                }
            }
        }
        all
    }

    /// The same as indices of buffers.
    pub fn buffers_of(call: &Call) -> impl Iterator<Item = usize> {
        Self::operands(call)
            .into_iter()
            .filter_map(|operand| match operand {
                Operand::Buffer(buffer) => Some(buffer),
                _ => None,
            })
    }

    fn describe(&self, call: &Call) -> String {
        let operation = |index: &usize| &self.plan.operations[*index].name;
        match call {
            Call::Forward {
                operation: index, ..
            } => format!("forward {}", operation(index)),
            Call::Gather {
                operation: index, ..
            } => format!("gather {}", operation(index)),
            Call::Visit { output, .. } => format!("loss of {}", self.plan.outputs[*output].name),
            Call::Backward {
                operation: index,
                half,
                ..
            } => match half {
                Half::Whole => format!("backward {}", operation(index)),
                Half::Gather => format!("gather backward {}", operation(index)),
                Half::Rest => format!("backward {} with statistics", operation(index)),
            },
        }
    }
}

impl fmt::Display for Schedule {
    /// Phases with their grids and calls, then the buffers.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "schedule of {}", self.plan.graph.header.name)?;
        for (index, phase) in self.phases.iter().enumerate() {
            let grid = match phase.grid {
                PhaseGrid::Coarse => "one tile for each worker".to_string(),
                PhaseGrid::Tiles(tile) => format!("tiles of {tile}"),
            };
            writeln!(
                formatter,
                "  phase {} (segment {}): {grid}",
                index + 1,
                phase.segment + 1
            )?;
            for call in &phase.calls {
                writeln!(formatter, "    {}", self.describe(call))?;
            }
            for &operation in phase.settles.iter().chain(&phase.settles_backward) {
                writeln!(
                    formatter,
                    "    barrier: statistics of {}",
                    self.plan.operations[operation].name
                )?;
            }
        }
        for &operation in &self.observed {
            let name = &self.plan.operations[operation].name;
            writeln!(formatter, "  then: state of {name}")?;
        }
        for late in &self.late {
            let name = &self.plan.operations[late.operation].name;
            writeln!(
                formatter,
                "  late: weight gradient of {name}, {} rows of {}",
                late.rows, late.width
            )?;
        }
        for (layer, _) in &self.sharded {
            writeln!(
                formatter,
                "  shards: weight gradient of {}",
                self.plan.graph.layers[*layer].name
            )?;
        }
        for buffer in &self.buffers {
            match &buffer.place {
                Place::Nowhere => {}
                Place::Batch(offset) => {
                    writeln!(
                        formatter,
                        "  {}: {} at batch {offset}",
                        buffer.name, buffer.len
                    )?;
                }
                Place::Arena(offset) => {
                    writeln!(
                        formatter,
                        "  {}: {} at arena {offset}",
                        buffer.name, buffer.len
                    )?;
                }
            }
        }
        writeln!(
            formatter,
            "  memory: {} floats a sample, {} + {} a worker, {} a shard, {} gradients",
            self.memory.batch,
            self.memory.arena,
            self.memory.scratch,
            self.memory.shard,
            self.memory.gradients
        )
    }
}

impl Call {
    /// The operation that is called, if it is one.
    pub fn operation(&self) -> Option<usize> {
        match self {
            Call::Forward { operation, .. }
            | Call::Gather { operation, .. }
            | Call::Backward { operation, .. } => Some(*operation),
            Call::Visit { .. } => None,
        }
    }
}
