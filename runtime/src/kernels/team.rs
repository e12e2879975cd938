//! Threads that share a step's work, so that no result depends on how many there are.
#![allow(unsafe_code)] // hands disjoint parts of slices to threads

use core::ops::Range;

/// Into how many runs of samples every batch is cut, whatever the number of threads. Sums over the batch are made
/// within each shard in order, then over the shards in order.
pub const SHARDS: usize = 8;

/// The samples of shard `shard` of a batch.
pub const fn shard_samples(batch: usize, shard: usize) -> Range<usize> {
    batch * shard / SHARDS..batch * (shard + 1) / SHARDS
}

/// A team of threads. Worker 0 is the thread that calls.
#[derive(Debug)]
pub struct Team {
    threads: usize,
}

/// How a batch is cut for one pass over a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// One tile for each worker: a run of whole shards.
    Coarse,
    /// Within each shard, tiles of at most so many samples, in order.
    Tiles(usize),
}

/// A buffer of `batch × width` elements that is handed out by samples.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The elements.
    pub values: &'a mut [f32],
    /// Elements of one sample.
    pub width: usize,
}

/// Memory that isn't indexed by samples.
#[derive(Debug)]
pub struct Private<'a> {
    /// One arena for each worker, one after the other.
    pub arenas: &'a mut [f32],
    /// Length of one arena.
    pub arena: usize,
    /// One block of gradients for each shard.
    pub shard_gradients: &'a mut [f32],
    /// Length of one block.
    pub shard_gradient: usize,
    /// One block of sums for each shard.
    pub shard_sums: &'a mut [f64],
    /// Length of one block.
    pub shard_sum: usize,
    /// Another block of sums for each shard (the objective's).
    pub objective_sums: &'a mut [f64],
    /// Length of one block.
    pub objective_sum: usize,
}

/// A run of samples that goes through a segment together, and the memory that is its own meanwhile.
#[derive(Debug)]
pub struct Tile<'a> {
    /// Index of the first sample within the batch.
    pub first: usize,
    /// Number of samples, at least 1.
    pub samples: usize,
    /// The shards that it covers: one, but for a coarse grid.
    pub shards: Range<usize>,
    /// Number of samples in the batch.
    pub batch: usize,
    /// The worker's arena.
    pub arena: &'a mut [f32],
    /// The shards' gradients, one block after the other.
    pub gradients: &'a mut [f32],
    /// The shards' sums, one block after the other.
    pub sums: &'a mut [f64],
    /// The shards' sums for the objective, one block after the other.
    pub objective_sums: &'a mut [f64],
}

impl Team {
    /// One thread: the caller. No allocation.
    pub const fn alone() -> Team {
        Team { threads: 1 }
    }

    /// Number of threads, the caller included.
    pub const fn threads(&self) -> usize {
        self.threads
    }

    /// Number of workers that get arenas: no more than there are shards.
    pub const fn workers(&self) -> usize {
        if self.threads < SHARDS {
            self.threads
        } else {
            SHARDS
        }
    }
}
