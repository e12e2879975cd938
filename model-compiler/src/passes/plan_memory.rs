//! The memory plan. After it every buffer has a place, and the sizes of all memory are constants.
//!
//! A buffer that only calls of one tiled phase touch lies in the worker's arena, at an offset that it shares with
//! buffers that aren't alive at the same time. All others are kept for the whole batch, and share an offset only with
//! buffers of other phases, since the tiles of a phase are at different calls. Offsets are packed by size, largest
//! first, each at the lowest place that is free while it lives: deterministic, and close to the least possible.
//! Buffers of unknown size (what a user's layer saves) follow the planned part.

use super::schedule::{MANY_SAMPLES, SAVING_BATCH, predict_tile_samples, tile_samples};
use crate::ir::operation::Kind;
use crate::ir::plan::Plan;
use crate::ir::schedule::{Buffer, Operand, PhaseGrid, Place, Schedule};
use crate::ir::size::Size;

/// Gives every buffer its place. With `enabled` false, which only tests ask for, nothing is shared.
pub fn plan_memory(schedule: &mut Schedule, enabled: bool) {
    plan_step(schedule, enabled);
    plan_predict(schedule, enabled);
}

/// Where a buffer is alive: first and last point, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// The first point.
    pub first: usize,
    /// The last point.
    pub last: usize,
}

impl Life {
    /// Whether both are alive at some point.
    pub fn meets(&self, other: &Life) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn extend(life: &mut Option<Life>, point: usize) {
        *life = Some(match *life {
            None => Life {
                first: point,
                last: point,
            },
            Some(Life { first, last }) => Life {
                first: first.min(point),
                last: last.max(point),
            },
        });
    }
}

fn plan_step(schedule: &mut Schedule, enabled: bool) {
    let count = schedule.buffers.len();
    let mut in_phases: Vec<Option<Life>> = vec![None; count];
    let mut at_calls: Vec<Option<Life>> = vec![None; count];
    let mut point = 0;
    for (index, phase) in schedule.phases.iter().enumerate() {
        for call in &phase.calls {
            for buffer in Schedule::buffers_of(call) {
                Life::extend(&mut in_phases[buffer], index);
                Life::extend(&mut at_calls[buffer], point);
            }
            point += 1;
        }
    }
    let after = schedule.phases.len();
    for late in &schedule.late {
        for operand in late
            .inputs
            .iter()
            .chain(&late.output_cotangents)
            .chain(&late.saved)
        {
            if let Operand::Buffer(buffer) = operand {
                Life::extend(&mut in_phases[*buffer], after);
            }
        }
    }

    let mut batch = Vec::new();
    let mut arenas: Vec<Vec<(usize, Life)>> = vec![Vec::new(); schedule.phases.len()];
    for buffer in 0..count {
        let (Some(phases), Some(calls)) = (in_phases[buffer], at_calls[buffer]) else {
            continue;
        };
        let local = phases.first == phases.last
            && phases.first < after
            && schedule.phases[phases.first].grid == PhaseGrid::Tiles(0);
        if local {
            arenas[phases.first].push((buffer, calls));
        } else {
            batch.push((buffer, phases));
        }
    }
    schedule.memory.batch = pack(&mut schedule.buffers, &batch, enabled, Place::Batch);
    let whole_samples = MANY_SAMPLES;
    let mut arena = Size::ZERO;
    let mut scratch = late_scratch(schedule);
    for (index, buffers) in arenas.iter().enumerate() {
        let per_sample = pack(&mut schedule.buffers, buffers, enabled, Place::Arena);
        let phase = &mut schedule.phases[index];
        let samples = match phase.grid {
            PhaseGrid::Coarse => whole_samples,
            PhaseGrid::Tiles(0) => {
                let tile = tile_samples(per_sample.known().unwrap_or(0));
                phase.grid = PhaseGrid::Tiles(tile);
                arena = arena.or_larger(&per_sample.times(tile));
                tile
            }
            PhaseGrid::Tiles(_) => whole_samples,
        };
        for call in &schedule.phases[index].calls {
            if let Some(operation) = call.operation() {
                scratch = scratch.or_larger(&scratch_of(&schedule.plan, operation, samples));
            }
        }
    }
    schedule.memory.arena = arena;
    schedule.memory.scratch = scratch;
    let grows = !schedule.memory.batch.is_zero();
    let mut operations = schedule.plan.operations.iter();
    let couples = operations.any(|operation| operation.coupled().is_some());
    if schedule.plan.graph.header.options.save_memory && !couples && grows {
        schedule.memory.largest_batch = Some(SAVING_BATCH);
    }
}

fn late_scratch(schedule: &Schedule) -> Size {
    let of = |index: usize| {
        let operation = &schedule.plan.operations[index];
        let layer = &schedule.plan.graph.layers[operation.layer].layer;
        layer.late_scratch(&operation.input_shapes)
    };
    schedule
        .late
        .iter()
        .map(|late| of(late.operation))
        .max()
        .unwrap_or(0)
        .into()
}

fn plan_predict(schedule: &mut Schedule, enabled: bool) {
    let mut lives: Vec<Option<Life>> = vec![None; schedule.predict_buffers.len()];
    for (point, call) in schedule.predict.iter().enumerate() {
        for buffer in Schedule::buffers_of(call) {
            Life::extend(&mut lives[buffer], point);
        }
    }
    let buffers: Vec<(usize, Life)> = lives
        .iter()
        .enumerate()
        .filter_map(|(buffer, life)| life.map(|life| (buffer, life)))
        .collect();
    let per_sample = pack(
        &mut schedule.predict_buffers,
        &buffers,
        enabled,
        Place::Arena,
    );
    let tile = predict_tile_samples(&schedule.plan, per_sample.known().unwrap_or(0));
    let scratch = |samples: usize| {
        (0..schedule.plan.operations.len()).fold(Size::ZERO, |largest, operation| {
            largest.or_larger(&scratch_of(&schedule.plan, operation, samples))
        })
    };
    schedule.memory.predict_scratch = scratch(tile);
    schedule.memory.single_scratch = scratch(1);
    schedule.memory.predict_arena = per_sample;
    schedule.predict_tile = tile;
}

/// Floats of scratch for one call of an operation.
fn scratch_of(plan: &Plan, operation: usize, samples: usize) -> Size {
    let operation = &plan.operations[operation];
    match (&operation.operation.kind, plan.user_alias(operation.layer)) {
        (Kind::User { .. }, Some(alias)) => {
            Size::Constant(format!("::formwork::layers::UserLayer::<{alias}>::SCRATCH"))
        }
        _ => plan.graph.layers[operation.layer]
            .layer
            .scratch(&operation.input_shapes, samples)
            .into(),
    }
}

/// Places buffers by first fit, largest first, and returns the length that they take together.
fn pack(
    buffers: &mut [Buffer],
    lives: &[(usize, Life)],
    share: bool,
    place: impl Fn(Size) -> Place,
) -> Size {
    let mut known: Vec<(usize, usize, Life)> = Vec::new();
    let mut unknown: Vec<usize> = Vec::new();
    for &(buffer, life) in lives {
        match buffers[buffer].len.known() {
            Some(len) => known.push((len, buffer, life)),
            None => unknown.push(buffer),
        }
    }
    known.sort_by_key(|&(len, buffer, _)| (std::cmp::Reverse(len), buffer));
    let in_order: Vec<(usize, Life)> = known.iter().map(|&(len, _, life)| (len, life)).collect();
    let (offsets, total) = first_fit(&in_order, share);
    for (&(_, buffer, _), offset) in known.iter().zip(offsets) {
        buffers[buffer].place = place(Size::Known(offset));
    }
    let mut total = Size::Known(total);
    for buffer in unknown {
        buffers[buffer].place = place(total.clone());
        total = total.plus(&buffers[buffer].len);
    }
    total
}

/// Places buffers in this order, each at the lowest offset that is free while it lives, and returns the offsets and the
/// length that they take together.
pub(super) fn first_fit(buffers: &[(usize, Life)], share: bool) -> (Vec<usize>, usize) {
    let mut offsets = Vec::with_capacity(buffers.len());
    let mut total = 0;
    for &(len, life) in buffers {
        let earlier = buffers.iter().zip(&offsets);
        let mut conflicts: Vec<(usize, usize)> = earlier
            .filter(|((_, other), _)| !share || life.meets(other))
            .map(|((len, _), offset)| (*offset, offset + len))
            .collect();
        conflicts.sort_unstable();
        let mut offset = 0;
        for (start, end) in conflicts {
            if offset + len <= start {
                break;
            }
            offset = offset.max(end);
        }
        offsets.push(offset);
        total = total.max(offset + len);
    }
    (offsets, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn buffer(len: usize) -> Buffer {
        Buffer {
            name: String::new(),
            len: len.into(),
            place: Place::Nowhere,
        }
    }

    fn life(first: usize, last: usize) -> Life {
        Life { first, last }
    }

    #[test]
    fn buffers_alive_at_the_same_time_are_disjoint_and_others_share() {
        let mut buffers = vec![buffer(10), buffer(20), buffer(10), buffer(5)];
        let lives = [
            (0, life(0, 1)),
            (1, life(1, 2)),
            (2, life(2, 3)),
            (3, life(3, 4)),
        ];
        let total = pack(&mut buffers, &lives, true, Place::Arena);
        assert_eq!(total, Size::Known(30));
        let mut buffers_apart = buffers.clone();
        assert_eq!(
            pack(&mut buffers_apart, &lives, false, Place::Arena),
            Size::Known(45)
        );
        for (a, life_a) in &lives {
            for (b, life_b) in &lives {
                if a < b && life_a.first <= life_b.last && life_b.first <= life_a.last {
                    let (Place::Arena(x), Place::Arena(y)) =
                        (&buffers[*a].place, &buffers[*b].place)
                    else {
                        panic!("a buffer wasn't placed")
                    };
                    let (x, y) = (x.known().unwrap(), y.known().unwrap());
                    let (len_x, len_y) = (
                        buffers[*a].len.known().unwrap(),
                        buffers[*b].len.known().unwrap(),
                    );
                    assert!(x + len_x <= y || y + len_y <= x, "{a} and {b} overlap");
                }
            }
        }
    }

    #[test]
    fn unknown_sizes_follow_the_planned_part() {
        let mut buffers = vec![
            buffer(8),
            Buffer {
                name: String::new(),
                len: Size::Constant("A".into()),
                place: Place::Nowhere,
            },
        ];
        let total = pack(
            &mut buffers,
            &[(1, life(0, 0)), (0, life(0, 0))],
            true,
            Place::Batch,
        );
        assert_eq!(total.to_string(), "(8 + A)");
        assert_eq!(buffers[1].place, Place::Batch(Size::Known(8)));
    }
}
