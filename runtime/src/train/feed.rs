//! Where the loop gets its batches: from data in memory, or from a source.

use super::FitError;
use super::batches::Choice;
use crate::data::{Batch, Columns, Data, Position, Source};
use crate::random::Stream;

/// Gives the batches of a training, one after the other.
pub trait Feed {
    /// The largest number of samples of a batch.
    fn batch_size(&self) -> usize;

    /// Number of batches of an epoch, if it is known.
    fn batches(&self) -> Option<usize>;

    /// Whether its batches must be looked at before they are trained on.
    fn is_unchecked(&self) -> bool;

    /// An epoch begins.
    fn begin(&mut self, seed: u64, epoch: u64);

    /// A batch of the epoch, as some samples of some data. `None` at its end.
    fn batch(&mut self, number: usize) -> Result<Option<(Columns<'_>, Choice<'_>)>, FitError>;
}

/// Batches of data in memory.
pub struct InMemory<'d> {
    data: Columns<'d>,
    /// The samples of an epoch in their order, if it isn't that of the data.
    order: Option<Vec<u32>>,
    batch_size: usize,
}

impl<'d> InMemory<'d> {
    /// In an order that changes from epoch to epoch, or in that of the data.
    pub fn new(data: Columns<'d>, shuffle: bool, batch_size: usize) -> InMemory<'d> {
        InMemory {
            data,
            order: shuffle.then(|| vec![0; data.len()]),
            batch_size,
        }
    }
}

impl Feed for InMemory<'_> {
    fn batch_size(&self) -> usize {
        self.batch_size.min(self.data.len())
    }

    fn batches(&self) -> Option<usize> {
        Some(self.data.len().div_ceil(self.batch_size))
    }

    fn is_unchecked(&self) -> bool {
        false
    }

    fn begin(&mut self, seed: u64, epoch: u64) {
        if let Some(order) = &mut self.order {
            for (place, sample) in order.iter_mut().zip(0..) {
                *place = sample;
            }
            Stream::new(seed, epoch).shuffle(order);
        }
    }

    fn batch(&mut self, number: usize) -> Result<Option<(Columns<'_>, Choice<'_>)>, FitError> {
        let first = number.saturating_mul(self.batch_size);
        let samples = self.batch_size.min(self.data.len().saturating_sub(first));
        if samples == 0 {
            return Ok(None);
        }
        let choice = match &self.order {
            Some(order) => Choice::Picked(&order[first..first + samples]),
            None => Choice::Run(first, samples),
        };
        Ok(Some((self.data, choice)))
    }
}

/// Batches that a source makes.
pub struct Sourced<'s, S: Source> {
    source: &'s mut S,
    batch: Batch<S::Input, S::Targets>,
    at: Position,
    class_weights: Option<&'s [f32]>,
}

impl<'s, S: Source> Sourced<'s, S> {
    /// Those of that source, with a weight for each class.
    pub fn new(source: &'s mut S, class_weights: Option<&'s [f32]>) -> Sourced<'s, S> {
        Sourced {
            batch: Batch::with_capacity(source.batch_size()),
            source,
            at: Position::default(),
            class_weights,
        }
    }
}

impl<S: Source> Feed for Sourced<'_, S> {
    fn batch_size(&self) -> usize {
        self.source.batch_size()
    }

    fn batches(&self) -> Option<usize> {
        self.source.batches()
    }

    fn is_unchecked(&self) -> bool {
        true
    }

    fn begin(&mut self, seed: u64, epoch: u64) {
        (self.at.seed, self.at.epoch) = (seed, epoch);
    }

    fn batch(&mut self, number: usize) -> Result<Option<(Columns<'_>, Choice<'_>)>, FitError> {
        self.at.batch = number;
        let filled = self.source.fill(self.at, &mut self.batch);
        let filled = filled.map_err(|error| FitError::Source {
            epoch: self.at.epoch,
            batch: number,
            message: error.to_string(),
        })?;
        if !filled {
            return Ok(None);
        }
        let columns = self.batch.columns().with_class_weights(self.class_weights);
        Ok(Some((columns, Choice::Run(0, columns.len()))))
    }
}
