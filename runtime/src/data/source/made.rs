//! Batches that closures and iterators make.

use super::{Batch, Position, Source, SourceError};
use crate::data::Targets;
use crate::tensor::Sample;
use core::marker::PhantomData;

/// A source that a closure makes; [`from_fn`] gives it.
pub struct FromFn<I, T, F> {
    batch_size: usize,
    batches: Option<usize>,
    fill: F,
    types: PhantomData<fn() -> (I, T)>,
}

/// A source of batches of at most `batch_size` samples, each filled by a closure, which returns `false` when the epoch has ended.
///
/// ```
/// use formwork_runtime::data::{from_fn, Batch, Source, SourceError};
/// use formwork_runtime::random::Stream;
/// use formwork_runtime::tensor::Tensor1;
///
/// // Ten batches of points and whether they lie in the unit circle.
/// let mut source = from_fn(32, |at, batch: &mut Batch<Tensor1<2>, f32>| {
///     let mut stream = Stream::new(at.seed, at.epoch << 32 | at.batch as u64);
///     batch.resize(32);
///     for place in 0..32 {
///         let (x, y) = (stream.uniform(), stream.uniform());
///         batch.inputs_mut()[place].as_mut_slice().copy_from_slice(&[x, y]);
///         batch.targets_mut()[place] = f32::from(u8::from(x * x + y * y < 1.0));
///     }
///     Ok(at.batch < 10)
/// });
/// # let mut batch = Batch::default();
/// # assert!(source.fill(Default::default(), &mut batch)?);
/// # assert_eq!(batch.len(), 32);
/// # Ok::<(), SourceError>(())
/// ```
pub fn from_fn<I, T, F>(batch_size: usize, fill: F) -> FromFn<I, T, F>
where
    I: Sample,
    T: Targets,
    F: FnMut(Position, &mut Batch<I, T>) -> Result<bool, SourceError>,
{
    FromFn {
        batch_size: batch_size.max(1),
        batches: None,
        fill,
        types: PhantomData,
    }
}

impl<I, T, F> FromFn<I, T, F> {
    /// Says how many batches an epoch has, which a progress bar shows. The closure still ends the epoch.
    pub fn with_batches(mut self, batches: usize) -> Self {
        self.batches = Some(batches);
        self
    }
}

impl<I, T, F: Clone> Clone for FromFn<I, T, F> {
    fn clone(&self) -> Self {
        FromFn {
            batch_size: self.batch_size,
            batches: self.batches,
            fill: self.fill.clone(),
            types: PhantomData,
        }
    }
}

impl<I, T, F> Source for FromFn<I, T, F>
where
    I: Sample,
    T: Targets,
    F: FnMut(Position, &mut Batch<I, T>) -> Result<bool, SourceError>,
{
    type Input = I;
    type Targets = T;

    fn batch_size(&self) -> usize {
        self.batch_size
    }

    fn batches(&self) -> Option<usize> {
        self.batches
    }

    fn fill(&mut self, at: Position, batch: &mut Batch<I, T>) -> Result<bool, SourceError> {
        (self.fill)(at, batch)
    }
}

/// A source that iterators make; [`from_iterators`] gives it.
pub struct FromIterators<F, S> {
    batch_size: usize,
    make: F,
    /// The epoch, the number of its next batch, and its samples.
    running: Option<(u64, usize, S)>,
}

/// A source of batches of `batch_size` samples, which an iterator for each epoch gives one by one; the last batch of an epoch may be
/// smaller. A training that is resumed lets the samples pass that it had before.
///
/// ```
/// use formwork_runtime::data::{from_iterators, Batch, Source, SourceError};
/// use formwork_runtime::tensor::Tensor1;
///
/// let mut source = from_iterators(4, |_epoch| {
///     (0..10u8).map(|number| (Tensor1::from([f32::from(number)]), number % 2))
/// });
/// let mut batch = Batch::default();
/// assert!(source.fill(Default::default(), &mut batch)?);
/// assert_eq!(batch.targets(), [0, 1, 0, 1]);
/// # Ok::<(), SourceError>(())
/// ```
pub fn from_iterators<I, T, F, S>(batch_size: usize, make: F) -> FromIterators<F, S>
where
    I: Sample,
    T: Targets,
    S: Iterator<Item = (I, T)>,
    F: FnMut(u64) -> S,
{
    FromIterators {
        batch_size: batch_size.max(1),
        make,
        running: None,
    }
}

impl<I, T, F, S> Source for FromIterators<F, S>
where
    I: Sample,
    T: Targets,
    S: Iterator<Item = (I, T)>,
    F: FnMut(u64) -> S,
{
    type Input = I;
    type Targets = T;

    fn batch_size(&self) -> usize {
        self.batch_size
    }

    fn batches(&self) -> Option<usize> {
        None
    }

    fn fill(&mut self, at: Position, batch: &mut Batch<I, T>) -> Result<bool, SourceError> {
        let (next, mut samples) = match self.running.take() {
            Some((epoch, next, samples)) if epoch == at.epoch && next <= at.batch => {
                (next, samples)
            }
            _ => (0, (self.make)(at.epoch)),
        };
        for _ in next * self.batch_size..at.batch * self.batch_size {
            if samples.next().is_none() {
                return Ok(false);
            }
        }
        batch.resize(self.batch_size);
        let mut count = 0;
        for (place, (input, targets)) in samples.by_ref().take(self.batch_size).enumerate() {
            batch.copy(place, input.single(), targets.alone(), 0);
            count = place + 1;
        }
        batch.resize(count);
        // An iterator that has ended isn't asked again: it needn't be fused.
        if count == self.batch_size {
            self.running = Some((at.epoch, at.batch + 1, samples));
        }
        Ok(count > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Tensor1;

    fn at(epoch: u64, batch: usize) -> Position {
        Position {
            seed: 0,
            epoch,
            batch,
        }
    }

    fn source() -> impl Source<Input = Tensor1<1>, Targets = u32> {
        from_iterators(3, |epoch| {
            let first = epoch as u32 * 100;
            (first..first + 7).map(|number| (Tensor1::from([number as f32]), number))
        })
    }

    #[test]
    fn an_epoch_ends_with_what_is_left() {
        let (mut source, mut batch) = (source(), Batch::default());
        let mut seen = Vec::new();
        for epoch in 0..2 {
            for number in 0.. {
                if !source.fill(at(epoch, number), &mut batch).unwrap() {
                    break;
                }
                seen.push(batch.targets().to_vec());
                assert_eq!(batch.inputs()[0][0], batch.targets()[0] as f32);
            }
        }
        let expected: [&[u32]; 6] = [
            &[0, 1, 2],
            &[3, 4, 5],
            &[6],
            &[100, 101, 102],
            &[103, 104, 105],
            &[106],
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_position_gives_the_same_wherever_one_comes_from() {
        let (mut source, mut batch) = (source(), Batch::default());
        for (epoch, number, expected) in
            [(1, 1, 103), (1, 1, 103), (0, 2, 6), (0, 0, 0), (1, 2, 106)]
        {
            assert!(source.fill(at(epoch, number), &mut batch).unwrap());
            assert_eq!(batch.targets()[0], expected);
        }
        assert!(!source.fill(at(0, 9), &mut batch).unwrap());
        assert!(!source.fill(at(0, 3), &mut batch).unwrap());
    }
}
