//! The phases of a training step.

mod backward;
mod gradients;

use super::LATE_BYTES;
use super::names::BufferNames;
use super::segments::{is_coarse, segments};
use crate::ir::operation::Kind;
use crate::ir::plan::Plan;
use crate::ir::schedule::{
    Buffer, Call, GatheredPlace, LateGradient, Operand, Phase, PhaseGrid, Place,
};
use crate::ir::size::Size;

/// A step before its memory is planned.
pub struct Built {
    /// Buffers without places.
    pub buffers: Vec<Buffer>,
    /// Phases without tiles.
    pub phases: Vec<Phase>,
    /// Weight gradients over the whole batch.
    pub late: Vec<LateGradient>,
    /// Layers whose gradients are summed over shards, with their places in a shard's block.
    pub sharded: Vec<(usize, Size)>,
    /// Places of sums over the batch and of statistics.
    pub gathered: Vec<GatheredPlace>,
    /// Operations whose sums become state after the last phase.
    pub observed: Vec<usize>,
    /// Floats of a shard's gradients.
    pub shard: Size,
    /// Sums of a shard.
    pub sums: Size,
    /// The largest number of sums of one operation in one direction.
    pub largest_sums: Size,
    /// Floats of statistics.
    pub statistics: Size,
}

/// Makes the phases of a step; see [`super::schedule`].
pub fn step_phases(plan: &Plan, enabled: bool, in_place: bool) -> Built {
    Scheduler::new(plan, enabled, in_place).build()
}

struct Scheduler<'a> {
    plan: &'a Plan,
    in_place: bool,
    enabled: bool,
    /// The segment of each operation.
    segments: Vec<usize>,
    last_segment: usize,
    /// Whether each segment is coarse.
    coarse: Vec<bool>,
    /// Whether each layer's weight gradient is late.
    late_layer: Vec<bool>,
    buffers: Vec<Buffer>,
    names: BufferNames,
    value_buffers: Vec<Operand>,
    saved_buffers: Vec<Vec<Operand>>,
    cotangent_buffers: Vec<Option<Operand>>,
}

impl<'a> Scheduler<'a> {
    fn new(plan: &'a Plan, enabled: bool, in_place: bool) -> Self {
        let segments = segments(plan);
        let last_segment = segments.iter().copied().max().unwrap_or(0);
        let coarse = (0..=last_segment)
            .map(|segment| enabled && is_coarse(plan, &segments, segment))
            .collect();
        let mut scheduler = Scheduler {
            plan,
            in_place,
            enabled,
            segments,
            last_segment,
            coarse,
            late_layer: Vec::new(),
            buffers: Vec::new(),
            names: BufferNames::new(plan),
            value_buffers: vec![Operand::None; plan.values.len()],
            saved_buffers: vec![Vec::new(); plan.operations.len()],
            cotangent_buffers: vec![None; plan.values.len()],
        };
        scheduler.late_layer = (0..plan.graph.layers.len())
            .map(|layer| scheduler.is_late(layer))
            .collect();
        scheduler
    }

    /// A layer's weight gradient is late if every application can be, and each is in a coarse segment or the
    /// weights are too large for a copy in every shard.
    fn is_late(&self, layer: usize) -> bool {
        let large = self
            .plan
            .trainable_len(layer)
            .known()
            .is_some_and(|floats| floats * 4 > LATE_BYTES);
        let mut applications = self
            .plan
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.layer == layer)
            .peekable();
        self.enabled
            && applications.peek().is_some()
            && applications.all(|(index, operation)| {
                operation.late().is_some() && (large || self.coarse[self.segments[index]])
            })
    }

    fn buffer(&mut self, name: String, len: Size) -> Operand {
        self.buffers.push(Buffer {
            name: self.names.give(&name),
            len,
            place: Place::Nowhere,
        });
        Operand::Buffer(self.buffers.len() - 1)
    }

    fn build(mut self) -> Built {
        for (place, &input) in self.plan.inputs.iter().enumerate() {
            self.value_buffers[input] = Operand::Input(place);
        }
        let mut phases: Vec<Phase> = (0..=self.last_segment)
            .map(|segment| Phase {
                segment,
                grid: self.grid(segment),
                calls: Vec::new(),
                settles: Vec::new(),
                settles_backward: Vec::new(),
            })
            .collect();
        for index in 0..self.plan.operations.len() {
            self.forward(index, &mut phases);
        }
        let last = self.last_segment;
        for (place, output) in self.plan.outputs.iter().enumerate() {
            let cotangent = self.buffer(
                format!("d_{}", self.plan.values[output.value].name),
                self.plan.len(output.value).into(),
            );
            self.cotangent_buffers[output.value] = Some(cotangent);
            phases[last].calls.push(Call::Visit {
                output: place,
                prediction: self.value_buffers[output.value],
                cotangent,
            });
        }
        self.backward_segment(last, &mut phases[last]);
        for segment in (0..last).rev() {
            let mut phase = Phase {
                segment,
                grid: self.grid(segment),
                calls: Vec::new(),
                settles: Vec::new(),
                settles_backward: Vec::new(),
            };
            self.backward_segment(segment, &mut phase);
            phases.push(phase);
        }
        phases.retain(|phase| !phase.calls.is_empty());
        let late = self.late_gradients();
        let (sharded, shard) = self.sharded();
        let mut built = Built {
            buffers: self.buffers,
            phases,
            late,
            sharded,
            gathered: Vec::new(),
            observed: Vec::new(),
            shard,
            sums: Size::ZERO,
            largest_sums: Size::ZERO,
            statistics: Size::ZERO,
        };
        for (operation, planned) in self.plan.operations.iter().enumerate() {
            if let Some(sizes) = self.plan.gathered(operation) {
                if planned.coupled().is_none() {
                    built.observed.push(operation);
                }
                let backward_sums = built.sums.plus(&sizes.sums);
                let end = backward_sums.plus(&sizes.backward_sums);
                let largest = built.largest_sums.or_larger(&sizes.sums);
                built.largest_sums = largest.or_larger(&sizes.backward_sums);
                let statistics = built.statistics.clone();
                built.statistics = statistics.plus(&sizes.statistics);
                built.gathered.push(GatheredPlace {
                    operation,
                    sums: std::mem::replace(&mut built.sums, end),
                    backward_sums,
                    statistics,
                    sizes,
                });
            }
        }
        built
    }

    fn grid(&self, segment: usize) -> PhaseGrid {
        if self.coarse[segment] {
            PhaseGrid::Coarse
        } else {
            PhaseGrid::Tiles(if self.enabled { 0 } else { usize::MAX })
        }
    }

    fn forward(&mut self, index: usize, phases: &mut [Phase]) {
        let operation = &self.plan.operations[index];
        let segment = self.segments[index];
        let mut inputs: Vec<Operand> = operation
            .inputs
            .iter()
            .map(|&input| self.value_buffers[input])
            .collect();
        if operation.coupled().is_some() {
            // An epilogue's residual isn't summed.
            let read = match operation.operation.kind {
                Kind::User { .. } => inputs.clone(),
                _ => vec![inputs[0]],
            };
            // Right behind the producer, while the input is in cache.
            let calls = &mut phases[segment - 1].calls;
            let producer = calls.iter().rposition(
                |call| matches!(call, Call::Forward { outputs, .. } if outputs.iter().any(|one| read.contains(one))),
            );
            let place = producer.map_or(0, |place| place + 1);
            calls.insert(
                place,
                Call::Gather {
                    operation: index,
                    inputs: read,
                },
            );
            phases[segment - 1].settles.push(index);
        } else if self.plan.gathered(index).is_some() {
            phases[segment].calls.push(Call::Gather {
                operation: index,
                inputs: inputs.clone(),
            });
        }
        let shares = self.in_place && self.may_overwrite_input(index);
        let outputs: Vec<Operand> = operation
            .outputs
            .iter()
            .enumerate()
            .map(|(output, &value)| {
                if output == 0 && shares {
                    inputs[0]
                } else {
                    self.buffer(
                        self.plan.values[value].name.clone(),
                        self.plan.len(value).into(),
                    )
                }
            })
            .collect();
        if shares {
            inputs[0] = Operand::None;
        }
        for (&value, &buffer) in operation.outputs.iter().zip(&outputs) {
            self.value_buffers[value] = buffer;
        }
        let saved: Vec<Operand> = match &operation.backward {
            None => Vec::new(),
            Some(backward) => {
                let several = backward.saved.len() > 1;
                (backward.saved.clone().into_iter().enumerate())
                    .map(|(place, len)| {
                        let name = &operation.name;
                        let name = if several {
                            format!("{name}_saved_{place}")
                        } else {
                            format!("{name}_saved")
                        };
                        self.buffer(name, len)
                    })
                    .collect()
            }
        };
        self.saved_buffers[index].clone_from(&saved);
        phases[segment].calls.push(Call::Forward {
            operation: index,
            inputs,
            outputs,
            saved,
        });
    }

    /// Whether an operation's output may take its input's place: nobody reads the input later.
    fn may_overwrite_input(&self, index: usize) -> bool {
        let operation = &self.plan.operations[index];
        if !operation.operation.in_place {
            return false;
        }
        let value = operation.inputs[0];
        if !matches!(self.value_buffers[value], Operand::Buffer(_))
            || self.plan.outputs.iter().any(|output| output.value == value)
            || operation
                .inputs
                .iter()
                .filter(|&&input| input == value)
                .count()
                > 1
        {
            return false;
        }
        self.plan
            .operations
            .iter()
            .enumerate()
            .all(|(other, reader)| {
                let reads = reader.inputs.contains(&value);
                let produces = reader.outputs.contains(&value);
                let keeps = reader.backward.as_ref().is_some_and(|backward| {
                    let kept = |values: &[usize], keeps: &[bool]| {
                        values
                            .iter()
                            .zip(keeps)
                            .any(|(&candidate, &keep)| keep && candidate == value)
                    };
                    kept(&reader.inputs, &backward.keeps_inputs)
                        || kept(&reader.outputs, &backward.keeps_outputs)
                });
                let same_segment = self.segments[other] == self.segments[index];
                !keeps && (!(reads || produces) || (same_segment && other <= index))
            })
    }
}
