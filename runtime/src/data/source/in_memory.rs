//! Batches of data in memory, in an order of each epoch's own, augmented.

use super::{Batch, Position, Source, SourceError};
use crate::data::augment::{Augmentation, Room};
use crate::data::{Dataset, Targets};
use crate::random::Stream;
use crate::tensor::Sample;
use std::sync::Arc;

/// Batches of a [`Dataset`].
///
/// ```
/// use formwork_runtime::data::augment::Augmentation;
/// use formwork_runtime::data::{Batches, Dataset, Source};
/// use formwork_runtime::tensor::Tensor3;
///
/// let images = vec![Tensor3::<8, 8, 1>::zeros(); 100];
/// let data = Dataset::new(images, vec![0u8; 100])?;
/// let source = Batches::new(data, 32)
///     .augment([Augmentation::FlipHorizontal, Augmentation::Noise { deviation: 0.1 }])
///     .prefetch(4);
/// assert_eq!(source.batches(), Some(4));
/// # Ok::<(), formwork_runtime::data::DatasetError>(())
/// ```
pub struct Batches<I: Sample, T: Targets> {
    data: Arc<Dataset<I, T>>,
    batch_size: usize,
    shuffle: bool,
    augmentations: Vec<Augmentation>,
    order: Vec<u32>,
    order_of: Option<(u64, u64)>,
    room: Room,
}

impl<I: Sample, T: Targets> Batches<I, T> {
    /// Batches of `batch_size` samples, the last of an epoch perhaps smaller; at least one sample each. Each epoch has the order in which
    /// [`Training::fit`](crate::train::Training::fit) takes the same data with the same seed.
    ///
    /// # Panics
    /// If there are 2³² samples or more.
    pub fn new(data: impl Into<Arc<Dataset<I, T>>>, batch_size: usize) -> Batches<I, T> {
        let data = data.into();
        let Ok(samples) = u32::try_from(data.len()) else {
            panic!("{} samples are too many to be shuffled", data.len())
        };
        Batches {
            data,
            batch_size: batch_size.max(1),
            shuffle: true,
            augmentations: Vec::new(),
            order: (0..samples).collect(),
            order_of: None,
            room: Room::default(),
        }
    }

    /// Whether each epoch has an order of its own.
    pub fn shuffle(mut self, shuffle: bool) -> Self {
        self.shuffle = shuffle;
        self
    }

    /// Changes the first input of each sample by chance, in this order. What is done to a sample depends on the seed, the epoch and its
    /// number in the data alone.
    pub fn augment(mut self, augmentations: impl Into<Vec<Augmentation>>) -> Self {
        self.augmentations = augmentations.into();
        self
    }
}

impl<I: Sample, T: Targets> Clone for Batches<I, T> {
    fn clone(&self) -> Self {
        Batches {
            data: self.data.clone(),
            batch_size: self.batch_size,
            shuffle: self.shuffle,
            augmentations: self.augmentations.clone(),
            order: self.order.clone(),
            order_of: self.order_of,
            room: Room::default(),
        }
    }
}

impl<I: Sample, T: Targets> Source for Batches<I, T> {
    type Input = I;
    type Targets = T;

    fn batch_size(&self) -> usize {
        self.batch_size
    }

    fn batches(&self) -> Option<usize> {
        Some(self.order.len().div_ceil(self.batch_size))
    }

    fn fill(&mut self, at: Position, batch: &mut Batch<I, T>) -> Result<bool, SourceError> {
        if self.shuffle && self.order_of != Some((at.seed, at.epoch)) {
            for (number, place) in (0..).zip(&mut self.order) {
                *place = number;
            }
            Stream::new(at.seed, at.epoch).shuffle(&mut self.order);
            self.order_of = Some((at.seed, at.epoch));
        }
        let Some(chosen) = self.order.chunks(self.batch_size).nth(at.batch) else {
            return Ok(false);
        };
        batch.resize(chosen.len());
        for (place, &sample) in chosen.iter().enumerate() {
            let (inputs, targets) = (self.data.inputs(), self.data.targets());
            batch.copy(place, inputs, targets, sample as usize);
        }
        if !self.augmentations.is_empty() {
            let shape = I::shape(0);
            let images = I::flat_mut(batch.inputs_mut(), 0);
            for (image, &sample) in images.chunks_exact_mut(shape.len().max(1)).zip(chosen) {
                self.room
                    .augment(&self.augmentations, at, u64::from(sample), shape, image);
            }
        }
        Ok(true)
    }
}
