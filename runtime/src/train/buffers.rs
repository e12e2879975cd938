//! The memory of training steps.

use crate::kernels::team::SHARDS;
use crate::model::{Memory, StepMemory};

/// The working memory of a step: `StepMemory::bytes(threads, batch)` bytes, allocated once.
#[derive(Default)]
pub struct StepBuffers {
    floats: Vec<f32>,
    sums: Vec<f64>,
}

impl StepBuffers {
    /// Makes room for batches of `batch` samples on `workers` workers.
    pub fn reserve(&mut self, memory: &StepMemory, workers: usize, batch: usize) {
        let sums = memory.sums * SHARDS;
        let floats = (memory.bytes(workers, batch) - 8 * sums) / 4;
        if self.floats.len() < floats {
            // The old block goes first, so that both don't exist at once.
            self.floats = Vec::new();
            self.floats = vec![0.0; floats];
        }
        if self.sums.len() < sums {
            self.sums = vec![0.0; sums];
        }
    }

    /// The gradient of `count` parameters, or nothing before there was a step.
    pub fn gradients(&mut self, count: usize) -> &mut [f32] {
        self.floats.get_mut(..count).unwrap_or_default()
    }

    /// The gradient, and the memory of a step of `samples` samples on `workers` workers.
    pub fn split(
        &mut self,
        memory: &StepMemory,
        workers: usize,
        samples: usize,
    ) -> (&mut [f32], Memory<'_>) {
        let (gradients, rest) = self.floats.split_at_mut(memory.gradients);
        let (statistics, rest) = rest.split_at_mut(memory.statistics);
        let (shards, rest) = rest.split_at_mut(memory.shard * SHARDS);
        let (workers, rest) = rest.split_at_mut(memory.worker * workers);
        let batch = &mut rest[..memory.batch * samples];
        (
            gradients,
            Memory {
                batch,
                workers,
                shards,
                sums: &mut self.sums,
                statistics,
            },
        )
    }
}
