//! Threads that share a step's work, so that no result depends on how many there are.

mod buffers;
#[cfg(feature = "std")]
mod crew;
mod segment;
mod slices;

pub use buffers::{Buffers, Place};
pub use segment::{Grid, Part, Private, Rows, Tile};
pub use slices::{disjoint, rows};

use core::ops::Range;

/// Into how many runs of samples every batch is cut, whatever the number of threads. Sums over the batch are made
/// within each shard in order, then over the shards in order.
pub const SHARDS: usize = 8;

/// The samples of shard `shard` of a batch.
pub const fn shard_samples(batch: usize, shard: usize) -> Range<usize> {
    batch * shard / SHARDS..batch * (shard + 1) / SHARDS
}

/// A team of threads. Worker 0 is the thread that calls.
///
/// All functions return when all threads are done, and a panic on one of them goes on in the caller then. Called
/// from within itself, or while another thread uses it, the team does the work on the calling thread alone.
pub struct Team {
    threads: usize,
    #[cfg(feature = "std")]
    crew: Option<crew::Crew>,
    /// The first call of a forward pass whose outputs aren't finite, if that is looked for.
    #[cfg(feature = "std")]
    watch: Option<core::sync::atomic::AtomicUsize>,
}

impl core::fmt::Debug for Team {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter
            .debug_struct("Team")
            .field("threads", &self.threads)
            .finish()
    }
}

impl Team {
    /// One thread: the caller. No allocation.
    pub const fn alone() -> Team {
        Team {
            threads: 1,
            #[cfg(feature = "std")]
            crew: None,
            #[cfg(feature = "std")]
            watch: None,
        }
    }

    /// One thread that looks at all outputs of a forward pass for numbers that aren't finite.
    #[cfg(feature = "std")]
    pub const fn watching() -> Team {
        Team {
            threads: 1,
            crew: None,
            watch: Some(core::sync::atomic::AtomicUsize::new(usize::MAX)),
        }
    }

    /// What a team that is [`watching`](Self::watching) has found: the number of the first call, counted from 0 within a tile,
    /// whose outputs aren't finite.
    #[cfg(feature = "std")]
    pub fn broken_call(&self) -> Option<usize> {
        let found = self.watch()?.load(core::sync::atomic::Ordering::Relaxed);
        (found != usize::MAX).then_some(found)
    }

    /// Where the number of such a call goes.
    #[cfg(feature = "std")]
    pub(crate) fn watch(&self) -> Option<&core::sync::atomic::AtomicUsize> {
        self.watch.as_ref()
    }

    /// A team of `threads` threads, the caller included; 0 stands for one on each processor. Fewer if the system
    /// doesn't start so many.
    ///
    /// Between uses the threads spin for some microseconds and then sleep. They end when the team is dropped.
    #[cfg(feature = "std")]
    pub fn new(threads: usize) -> Team {
        let threads = match threads {
            0 => std::thread::available_parallelism().map_or(1, |processors| processors.get()),
            threads => threads,
        };
        if threads == 1 {
            return Team::alone();
        }
        let crew = crew::Crew::new(threads - 1);
        Team {
            threads: crew.workers() + 1,
            crew: Some(crew),
            watch: None,
        }
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

    /// Calls `body` once with each number below [`threads`](Self::threads), 0 on the calling thread.
    pub fn run(&self, body: &(dyn Fn(usize) + Sync)) {
        #[cfg(feature = "std")]
        if let Some(crew) = &self.crew
            && crew.run(body)
        {
            return;
        }
        (0..self.threads).for_each(body);
    }
}

#[cfg(test)]
mod tests;
