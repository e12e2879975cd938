//! A pass over a batch, cut into tiles of samples.
#![allow(unsafe_code)] // hands disjoint parts of slices to threads

use super::slices::Shared;
use super::{SHARDS, Team, shard_samples};
use core::array;
use core::ops::Range;

/// How a batch is cut for one pass over a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    /// One tile for each worker: a run of whole shards.
    Coarse,
    /// Within each shard, tiles of at most so many samples, in order.
    Tiles(usize),
    /// Within each worker's run of samples, tiles of at most so many, whatever their shards: for passes that sum
    /// nothing. Such a tile has no shards.
    Blocks(usize),
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

impl<'a> Private<'a> {
    /// The same memory for a shorter time.
    pub fn reborrow(&mut self) -> Private<'_> {
        Private {
            arenas: self.arenas,
            shard_gradients: self.shard_gradients,
            shard_sums: self.shard_sums,
            objective_sums: self.objective_sums,
            ..*self
        }
    }

    /// Arenas alone, for a pass that sums nothing.
    pub fn arenas(arenas: &'a mut [f32], arena: usize) -> Private<'a> {
        Private {
            arenas,
            arena,
            shard_gradients: &mut [],
            shard_gradient: 0,
            shard_sums: &mut [],
            shard_sum: 0,
            objective_sums: &mut [],
            objective_sum: 0,
        }
    }
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

/// Which samples a tile holds.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Index of the batch's first sample when a larger batch is processed in parts.
    pub first_sample: usize,
    /// Index of the first sample within the batch.
    pub first: usize,
    /// Number of samples.
    pub samples: usize,
    /// The first shard.
    pub shard: usize,
    /// Number of shards.
    pub shards: usize,
    /// Number of samples in the batch.
    pub batch: usize,
}

impl Tile<'_> {
    /// The tile's samples within the batch.
    pub fn range(&self) -> Range<usize> {
        self.first..self.first + self.samples
    }

    /// Which samples these are, for the objective. `first_sample` is the index of the batch's first sample when a
    /// larger batch is processed in parts.
    pub fn part(&self, first_sample: usize) -> Part {
        Part {
            first_sample,
            first: self.first,
            samples: self.samples,
            shard: self.shards.start,
            shards: self.shards.len(),
            batch: self.batch,
        }
    }
}

impl Team {
    /// Calls `body` on tiles that together hold every sample of the batch once, each with its samples' part of
    /// every buffer in `rows`.
    ///
    /// Every worker goes through a run of shards in ascending order. Shards without samples are skipped.
    ///
    /// # Panics
    /// If a buffer is too short, or tiles of 0 samples are asked for.
    pub fn segment<const N: usize>(
        &self,
        batch: usize,
        grid: Grid,
        rows: [Rows<'_>; N],
        private: Private<'_>,
        body: impl Fn(Tile<'_>, [&mut [f32]; N]) + Sync,
    ) {
        let widths: [usize; N] = array::from_fn(|part| rows[part].width);
        let parts = rows.map(|rows| {
            check("a buffer of samples", rows.values.len(), batch, rows.width);
            Shared::new(rows.values)
        });
        self.tiles(batch, grid, private, &|tile| {
            let range = tile.range();
            // SAFETY: tiles hold different samples.
            let buffers =
                array::from_fn(|part| unsafe { parts[part].blocks(range.clone(), widths[part]) });
            body(tile, buffers);
        });
    }

    fn tiles(
        &self,
        batch: usize,
        grid: Grid,
        private: Private<'_>,
        body: &(dyn Fn(Tile<'_>) + Sync),
    ) {
        let workers = match grid {
            // The caller may have memory for one arena alone.
            Grid::Blocks(most) => self.workers().min(batch.div_ceil(most.max(1))),
            _ => self.workers(),
        };
        let Private {
            arena,
            shard_gradient,
            shard_sum,
            objective_sum,
            ..
        } = private;
        check("the workers' arenas", private.arenas.len(), workers, arena);
        check(
            "the shards' gradients",
            private.shard_gradients.len(),
            SHARDS,
            shard_gradient,
        );
        check(
            "the shards' sums",
            private.shard_sums.len(),
            SHARDS,
            shard_sum,
        );
        check(
            "the objective's sums",
            private.objective_sums.len(),
            SHARDS,
            objective_sum,
        );
        assert!(
            !matches!(grid, Grid::Tiles(0) | Grid::Blocks(0)),
            "a tile has at least one sample"
        );
        let arenas = Shared::new(private.arenas);
        let gradients = Shared::new(private.shard_gradients);
        let sums = Shared::new(private.shard_sums);
        let objective_sums = Shared::new(private.objective_sums);
        // SAFETY: workers have different arenas and shards, and one tile at a time.
        let visit = |worker: usize, samples: Range<usize>, shards: Range<usize>| unsafe {
            body(Tile {
                first: samples.start,
                samples: samples.len(),
                shards: shards.clone(),
                batch,
                arena: arenas.blocks(worker..worker + 1, arena),
                gradients: gradients.blocks(shards.clone(), shard_gradient),
                sums: sums.blocks(shards.clone(), shard_sum),
                objective_sums: objective_sums.blocks(shards, objective_sum),
            });
        };
        let body = |worker: usize| {
            if worker >= workers {
                return;
            }
            let shards = SHARDS * worker / workers..SHARDS * (worker + 1) / workers;
            match grid {
                Grid::Coarse => {
                    let samples = shard_samples(batch, shards.start).start
                        ..shard_samples(batch, shards.end - 1).end;
                    if !samples.is_empty() {
                        visit(worker, samples, shards);
                    }
                }
                Grid::Tiles(most) => {
                    for shard in shards {
                        let Range { mut start, end } = shard_samples(batch, shard);
                        while start < end {
                            let samples = most.min(end - start);
                            visit(worker, start..start + samples, shard..shard + 1);
                            start += samples;
                        }
                    }
                }
                Grid::Blocks(most) => {
                    let mut start = batch * worker / workers;
                    let end = batch * (worker + 1) / workers;
                    while start < end {
                        let samples = most.min(end - start);
                        visit(worker, start..start + samples, 0..0);
                        start += samples;
                    }
                }
            }
        };
        if workers == 1 {
            body(0);
        } else {
            self.run(&body);
        }
    }
}

/// Panics unless `len` elements are enough for `count` blocks of `width`.
pub(super) fn check(what: &str, len: usize, count: usize, width: usize) {
    assert!(
        count.checked_mul(width).is_some_and(|needed| needed <= len),
        "{what}: {len} elements instead of {count} × {width}"
    );
}
