//! The schedule. After it, a training step is a list of phases between barriers, and each weight gradient is either
//! summed over shards or a late product.
//!
//! - A *segment* is a run of operations that don't couple the samples of a batch; a batch-coupled operation begins
//!   a new one, and its statistics are gathered in the one before. Each segment but the last is a phase forward and
//!   a phase backward; the last goes forward, through the loss and backward in one phase.
//! - In a segment with a convolution a *tile* of few samples goes through all calls while its values are in cache,
//!   and small weight gradients are summed in the shards. Values that never leave the phase then take no memory
//!   that grows with the batch.
//! - A segment of dense and recurrent operations is *coarse*: all samples of a worker at once, and weight gradients
//!   are *late* products over the whole batch, split by rows of the weight.
//! - Weights of more than [`LATE_BYTES`] are late in any segment.

mod names;
mod predict;
mod segments;
mod step;

pub use names::{identifier, input_variable};

use crate::ir::operation::Character;
use crate::ir::plan::Plan;
use crate::ir::schedule::{MemoryPlan, Schedule};
use crate::ir::size::Size;

/// Weights of more bytes than this have no copies of their gradient: it is a late product.
pub const LATE_BYTES: usize = 256 * 1024;

/// The part of a core's cache that a tile's values should fit in.
const TILE_BYTES: usize = 384 * 1024;

/// The batch that is processed at once when memory is to be saved.
pub const SAVING_BATCH: usize = 32;

/// More samples than any tile: what scratch is asked for where the number isn't known.
pub const MANY_SAMPLES: usize = 1 << 16;

/// Samples in a tile whose values take so many floats each.
pub fn tile_samples(floats_per_sample: usize) -> usize {
    (TILE_BYTES / 4 / floats_per_sample.max(1)).clamp(1, 8)
}

/// Samples in a tile of a prediction.
pub fn predict_tile_samples(plan: &Plan, floats_per_sample: usize) -> usize {
    let convolution = plan
        .operations
        .iter()
        .any(|operation| operation.operation.character == Character::Convolution);
    if convolution {
        tile_samples(floats_per_sample)
    } else {
        (TILE_BYTES / 4 / floats_per_sample.max(1)).clamp(1, 64)
    }
}

/// Makes the phases. With `enabled` false, which only tests ask for, a whole shard is one tile, every value is kept
/// for the batch and no gradient is late. With `in_place` false no buffer is shared.
pub fn schedule(plan: Plan, enabled: bool, in_place: bool) -> Schedule {
    let built = step::step_phases(&plan, enabled, in_place);
    let (predict_buffers, predict) = predict::predict_calls(&plan, in_place);
    let memory = MemoryPlan {
        batch: Size::ZERO,
        arena: Size::ZERO,
        scratch: Size::ZERO,
        shard: built.shard,
        sums: built.sums,
        largest_sums: built.largest_sums,
        statistics: built.statistics,
        gradients: (0..plan.graph.layers.len()).fold(Size::ZERO, |sum, layer| {
            sum.plus(&plan.trainable_len(layer))
        }),
        largest_batch: None,
        predict_arena: Size::ZERO,
        predict_scratch: Size::ZERO,
        single_scratch: Size::ZERO,
    };
    Schedule {
        buffers: built.buffers,
        phases: built.phases,
        late: built.late,
        sharded: built.sharded,
        gathered: built.gathered,
        observed: built.observed,
        predict_buffers,
        predict,
        predict_tile: 0,
        memory,
        plan,
    }
}
