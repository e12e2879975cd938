//! A batch that is filled again and again.

use crate::data::{Columns, Data, Targets};
use crate::tensor::Sample;
use std::fmt;

/// The inputs and targets of some samples, in memory that is used again for the next ones.
pub struct Batch<I: Sample, T: Targets> {
    inputs: I::Owned,
    targets: T::Owned,
    len: usize,
    capacity: usize,
}

impl<I: Sample, T: Targets> Default for Batch<I, T> {
    fn default() -> Self {
        Batch::with_capacity(0)
    }
}

impl<I: Sample, T: Targets> Batch<I, T> {
    /// No samples, and memory for some.
    pub fn with_capacity(samples: usize) -> Batch<I, T> {
        Batch {
            inputs: I::zeroed_many(samples),
            targets: T::blank(samples),
            len: 0,
            capacity: samples,
        }
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Removes all samples.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// So many samples from now on, to be written through [`inputs_mut`](Self::inputs_mut) and
    /// [`targets_mut`](Self::targets_mut): they may hold anything, those of an earlier batch for instance. Memory is taken only for
    /// more samples than ever before, and nothing that was written before is kept then.
    pub fn resize(&mut self, samples: usize) {
        if samples > self.capacity {
            *self = Batch::with_capacity(samples);
        }
        self.len = samples;
    }

    /// All inputs.
    pub fn inputs(&self) -> I::Slices<'_> {
        I::range(I::slices(&self.inputs), 0..self.len)
    }

    /// All inputs, to be written.
    pub fn inputs_mut(&mut self) -> I::SlicesMut<'_> {
        I::range_mut(I::slices_mut(&mut self.inputs), 0..self.len)
    }

    /// All targets.
    pub fn targets(&self) -> T::Slices<'_> {
        T::range(T::slices(&self.targets), 0..self.len)
    }

    /// All targets, to be written.
    pub fn targets_mut(&mut self) -> T::SlicesMut<'_> {
        T::range_mut(T::slices_mut(&mut self.targets), 0..self.len)
    }

    /// Makes sample `place` a copy of sample `sample` of others. Panics if there are fewer.
    pub fn copy(
        &mut self,
        place: usize,
        inputs: I::Slices<'_>,
        targets: T::Slices<'_>,
        sample: usize,
    ) {
        assert!(
            place < self.len,
            "a batch of {} samples has no {place}",
            self.len
        );
        copy_input::<I>(inputs, sample, I::slices_mut(&mut self.inputs), place);
        T::copy(targets, sample, T::slices_mut(&mut self.targets), place);
    }
}

/// Copies one input to the place of another. Panics if there are fewer.
pub(in crate::data) fn copy_input<I: Sample>(
    from: I::Slices<'_>,
    sample: usize,
    to: I::SlicesMut<'_>,
    place: usize,
) {
    let from = I::parts(I::range(from, sample..sample + 1));
    let mut to = I::parts_mut(I::range_mut(to, place..place + 1));
    for (from, to) in from.as_ref().iter().zip(to.as_mut()) {
        to.copy_from_slice(from);
    }
}

impl<I: Sample, T: Targets> Data for Batch<I, T> {
    type Input = I;
    type Targets = T;

    fn columns(&self) -> Columns<'_> {
        Columns::new::<I, T>(self.inputs(), self.targets(), self.len)
    }
}

impl<I: Sample, T: Targets> fmt::Debug for Batch<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Batch")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}
