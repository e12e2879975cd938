//! Where the batches of a training come from when they aren't simply data in memory.
//!
//! A [`Source`] fills one [`Batch`] after the other: [`Batches`] from data in memory, augmented if asked; [`from_fn`] from a
//! closure; [`from_iterators`] from an iterator for each epoch. [`Source::prefetch`] lets another thread do it ahead of time. No
//! batch depends on which thread made it, or when.

mod batch;
mod in_memory;
mod made;
mod prefetch;

pub use batch::Batch;
pub use in_memory::Batches;
pub use made::{FromFn, FromIterators, from_fn, from_iterators};
pub use prefetch::Prefetch;

use super::Targets;
use crate::tensor::Sample;
use std::error::Error;

/// Which batch of a training is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The training's seed.
    pub seed: u64,
    /// Number of epochs done before.
    pub epoch: u64,
    /// Number of batches of this epoch before it.
    pub batch: usize,
}

/// Makes batches.
pub trait Source {
    /// An input of the model.
    type Input: Sample;
    /// The targets of a sample.
    type Targets: Targets;

    /// The largest number of samples of a batch.
    fn batch_size(&self) -> usize;

    /// Number of batches of an epoch, if that is known.
    fn batches(&self) -> Option<usize>;

    /// Fills a batch. `false` says that the epoch has ended before this position; nothing else of `batch` matters then.
    ///
    /// Positions usually follow each other. A training that is resumed begins at another one, and what it gets must be what a
    /// training gets that came there step by step.
    ///
    /// # Errors
    /// If the batch can't be made. The training ends then.
    fn fill(
        &mut self,
        at: Position,
        batch: &mut Batch<Self::Input, Self::Targets>,
    ) -> Result<bool, SourceError>;

    /// The same batches, made on another thread, up to `ahead` of them before they are wanted.
    fn prefetch(self, ahead: usize) -> Prefetch<Self::Input, Self::Targets>
    where
        Self: Sized + Send + 'static,
    {
        Prefetch::new(vec![self], ahead)
    }

    /// The same batches, made on `threads` other threads, up to `ahead` of them before they are wanted.
    fn prefetch_on(self, threads: usize, ahead: usize) -> Prefetch<Self::Input, Self::Targets>
    where
        Self: Sized + Clone + Send + 'static,
    {
        let sources = vec![self; threads.max(1)];
        Prefetch::new(sources, ahead)
    }
}

/// A batch that can't be made.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// What the source says.
    #[error("{0}")]
    Failed(#[from] Box<dyn Error + Send + Sync>),
    /// The thread that makes batches has panicked.
    #[error("the thread that makes batches has panicked")]
    Panicked,
}

impl SourceError {
    /// An error of the source's own.
    pub fn new(error: impl Into<Box<dyn Error + Send + Sync>>) -> SourceError {
        SourceError::Failed(error.into())
    }
}
