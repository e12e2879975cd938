//! Samples in memory: inputs and targets, column by column.

use super::columns::{MAX_PARTS, Weights, cut};
use super::{Columns, TargetColumns, Targets};
use crate::tensor::{Elements, Sample, Tensor};
use core::ops::Range;
use std::fmt;
use std::sync::Arc;

/// Inputs of type `I` and targets of type `T` for as many samples, in memory.
///
/// ```
/// use formwork_runtime::data::Dataset;
/// use formwork_runtime::tensor::Tensor1;
///
/// let images = vec![Tensor1::from([0.0, 1.0]), Tensor1::from([1.0, 0.0]), Tensor1::from([0.5, 0.5])];
/// let labels = vec![1u8, 0, 1];
/// let data = Dataset::new(images, labels)?;
/// let (train, test) = data.split(2);
/// assert_eq!((train.len(), test.targets()), (2, &[1u8][..]));
/// # Ok::<(), formwork_runtime::data::DatasetError>(())
/// ```
pub struct Dataset<I: Sample, T: Targets> {
    pub(super) inputs: I::Owned,
    pub(super) targets: T::Owned,
    pub(super) weights: [Option<Arc<[f32]>>; MAX_PARTS],
}

/// Some samples of a data set, borrowed.
pub struct View<'a, I: Sample, T: Targets> {
    inputs: I::Slices<'a>,
    targets: T::Slices<'a>,
    weights: Weights<'a>,
    len: usize,
}

/// What can be trained on: a [`Dataset`] or a [`View`].
pub trait Data {
    /// The type of an input.
    type Input: Sample;
    /// The type of a target.
    type Targets: Targets;

    /// All samples, without their types.
    fn columns(&self) -> Columns<'_>;
}

/// Owned inputs: a vector, or a tuple of vectors.
pub trait InputColumns: Sized {
    /// One input.
    type Sample: Sample<Owned = Self>;
}

/// Columns of different length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DatasetError {
    /// Inputs and targets don't belong together.
    #[error("there are {inputs} inputs but {targets} targets")]
    Lengths {
        /// Number of inputs.
        inputs: usize,
        /// Number of targets.
        targets: usize,
    },
    /// The inputs of a model of several inputs don't belong together.
    #[error("the columns of the inputs have different lengths")]
    Inputs,
    /// The targets of a model of several outputs don't belong together.
    #[error("the columns of the targets have different lengths")]
    Targets,
    /// Weights that can't be shared out among the samples.
    #[error(
        "there are {weights} weights for {samples} samples: give one for each sample, or as many for each as its target has rows"
    )]
    Weights {
        /// Number of weights.
        weights: usize,
        /// Number of samples.
        samples: usize,
    },
}

/// Checks that there are as many weights for each sample.
fn check_weights(weights: usize, samples: usize) -> Result<(), DatasetError> {
    if weights >= samples && weights.checked_rem(samples).unwrap_or(weights) == 0 {
        Ok(())
    } else {
        Err(DatasetError::Weights { weights, samples })
    }
}

impl<I: Sample, T: Targets> Dataset<I, T> {
    /// Puts columns together: vectors, or tuples of vectors for several inputs or outputs.
    ///
    /// # Errors
    /// If the columns differ in length.
    pub fn new<X, Y>(inputs: X, targets: Y) -> Result<Dataset<I, T>, DatasetError>
    where
        X: InputColumns<Sample = I>,
        Y: TargetColumns<Targets = T>,
        I: Sample<Owned = X>,
        T: Targets<Owned = Y>,
    {
        Dataset::checked(inputs, targets)
    }

    /// [`new`](Self::new), which infers the types of a sample from the columns, for callers that know them.
    pub(super) fn checked(
        inputs: I::Owned,
        targets: T::Owned,
    ) -> Result<Dataset<I, T>, DatasetError> {
        count::<I, T>(I::slices(&inputs), T::slices(&targets))?;
        Ok(Dataset {
            inputs,
            targets,
            weights: [const { None }; MAX_PARTS],
        })
    }

    /// Gives every sample a weight, Keras's `sample_weight`: a factor of its loss for every output, and of what it counts for metrics
    /// [`WithWeights`](crate::metrics::WithWeights). Where a target has several rows (one along the last axis for each step or pixel),
    /// there may be a weight for each row of each sample instead.
    ///
    /// ```
    /// use formwork_runtime::data::Dataset;
    /// use formwork_runtime::tensor::Tensor1;
    ///
    /// let data = Dataset::new(vec![Tensor1::from([0.0]), Tensor1::from([1.0])], vec![0u8, 1])?;
    /// let data = data.with_weights(vec![1.0, 0.25])?;
    /// assert_eq!(data.weights(0), Some(&[1.0, 0.25][..]));
    /// # Ok::<(), formwork_runtime::data::DatasetError>(())
    /// ```
    ///
    /// # Errors
    /// If there aren't as many for each sample.
    pub fn with_weights(mut self, weights: Vec<f32>) -> Result<Dataset<I, T>, DatasetError> {
        check_weights(weights.len(), self.len())?;
        let weights: Arc<[f32]> = weights.into();
        self.weights[..T::PARTS].fill(Some(weights));
        Ok(self)
    }

    /// The same for one output of a model with several.
    ///
    /// # Errors
    /// If there aren't as many for each sample.
    ///
    /// # Panics
    /// If there is no such output.
    pub fn with_weights_of(
        mut self,
        output: usize,
        weights: Vec<f32>,
    ) -> Result<Dataset<I, T>, DatasetError> {
        assert!(output < T::PARTS, "there is no output {output}");
        check_weights(weights.len(), self.len())?;
        self.weights[output] = Some(weights.into());
        Ok(self)
    }

    /// The weights for an output.
    pub fn weights(&self, output: usize) -> Option<&[f32]> {
        self.weights.get(output)?.as_deref()
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.view().len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All inputs.
    pub fn inputs(&self) -> I::Slices<'_> {
        I::slices(&self.inputs)
    }

    /// All targets.
    pub fn targets(&self) -> T::Slices<'_> {
        T::slices(&self.targets)
    }

    /// All samples, borrowed.
    pub fn view(&self) -> View<'_, I, T> {
        let (inputs, targets) = (self.inputs(), self.targets());
        View {
            inputs,
            targets,
            weights: self.weights.each_ref().map(Option::as_deref),
            len: I::count(inputs).unwrap_or(0),
        }
    }

    /// The first `samples`, and all others. Panics if there are fewer.
    pub fn split(&self, samples: usize) -> (View<'_, I, T>, View<'_, I, T>) {
        self.view().split(samples)
    }

    /// The first `samples`, or all if there are fewer.
    pub fn take(&self, samples: usize) -> View<'_, I, T> {
        self.view().take(samples)
    }

    /// The columns.
    pub fn into_columns(self) -> (I::Owned, T::Owned) {
        (self.inputs, self.targets)
    }
}

impl<'a, I: Sample, T: Targets> View<'a, I, T> {
    /// Borrowed columns: slices, or tuples of slices.
    ///
    /// # Errors
    /// If the columns differ in length.
    pub fn new(
        inputs: I::Slices<'a>,
        targets: T::Slices<'a>,
    ) -> Result<View<'a, I, T>, DatasetError> {
        let len = count::<I, T>(inputs, targets)?;
        Ok(View {
            inputs,
            targets,
            weights: [None; MAX_PARTS],
            len,
        })
    }

    /// Gives every sample a weight, as [`Dataset::with_weights`] does.
    ///
    /// # Errors
    /// If there aren't as many for each sample.
    pub fn with_weights(mut self, weights: &'a [f32]) -> Result<View<'a, I, T>, DatasetError> {
        check_weights(weights.len(), self.len)?;
        self.weights[..T::PARTS].fill(Some(weights));
        Ok(self)
    }

    /// The weights for an output.
    pub fn weights(&self, output: usize) -> Option<&'a [f32]> {
        *self.weights.get(output)?
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All inputs.
    pub fn inputs(&self) -> I::Slices<'a> {
        self.inputs
    }

    /// All targets.
    pub fn targets(&self) -> T::Slices<'a> {
        self.targets
    }

    /// Some of the samples. Panics if there are fewer.
    pub fn range(&self, samples: Range<usize>) -> View<'a, I, T> {
        let len = samples.len();
        View {
            inputs: I::range(self.inputs, samples.clone()),
            targets: T::range(self.targets, samples.clone()),
            weights: self
                .weights
                .map(|weights| Some(cut(weights?, &samples, self.len))),
            len,
        }
    }

    /// The first `samples`, and all others. Panics if there are fewer.
    pub fn split(&self, samples: usize) -> (View<'a, I, T>, View<'a, I, T>) {
        (self.range(0..samples), self.range(samples..self.len))
    }

    /// The first `samples`, or all if there are fewer.
    pub fn take(&self, samples: usize) -> View<'a, I, T> {
        self.range(0..samples.min(self.len))
    }

    fn columns_of(&self) -> Columns<'a> {
        Columns::new::<I, T>(self.inputs, self.targets, self.len).with_weights(self.weights)
    }
}

fn count<I: Sample, T: Targets>(
    inputs: I::Slices<'_>,
    targets: T::Slices<'_>,
) -> Result<usize, DatasetError> {
    let inputs = I::count(inputs).ok_or(DatasetError::Inputs)?;
    let targets = T::count(targets).ok_or(DatasetError::Targets)?;
    if inputs == targets {
        Ok(inputs)
    } else {
        Err(DatasetError::Lengths { inputs, targets })
    }
}

impl<I: Sample, T: Targets> Data for Dataset<I, T> {
    type Input = I;
    type Targets = T;

    fn columns(&self) -> Columns<'_> {
        self.view().columns_of()
    }
}

impl<I: Sample, T: Targets> Data for View<'_, I, T> {
    type Input = I;
    type Targets = T;

    fn columns(&self) -> Columns<'_> {
        self.columns_of()
    }
}

impl<I: Sample, T: Targets> Clone for View<'_, I, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I: Sample, T: Targets> Copy for View<'_, I, T> {}

impl<I: Sample, T: Targets> fmt::Debug for Dataset<I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Dataset")
            .field("len", &self.len())
            .finish_non_exhaustive()
    }
}

impl<I: Sample, T: Targets> fmt::Debug for View<'_, I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("View")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

impl<D: Elements> InputColumns for Vec<Tensor<D>> {
    type Sample = Tensor<D>;
}

macro_rules! input_columns {
    ($($elements:ident)+) => {
        impl<$($elements: Elements),+> InputColumns for ($(Vec<Tensor<$elements>>,)+) {
            type Sample = ($(Tensor<$elements>,)+);
        }
    };
}

input_columns!(A B);
input_columns!(A B C);
input_columns!(A B C D);
input_columns!(A B C D E);
input_columns!(A B C D E F);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2};

    #[test]
    fn columns_of_different_length_are_refused() {
        let inputs = || vec![Tensor1::from([1.0]), Tensor1::from([2.0])];
        let error = Dataset::new(inputs(), vec![1u8]).unwrap_err();
        assert_eq!(
            error,
            DatasetError::Lengths {
                inputs: 2,
                targets: 1
            }
        );
        assert_eq!(error.to_string(), "there are 2 inputs but 1 targets");
        let pair = (inputs(), vec![Tensor2::from([[1.0]])]);
        assert_eq!(
            Dataset::new(pair, vec![1u8]).unwrap_err(),
            DatasetError::Inputs
        );
        assert_eq!(
            Dataset::new(inputs(), (vec![1u8, 2], vec![1.0f32])).unwrap_err(),
            DatasetError::Targets
        );
    }

    #[test]
    fn parts_of_several_columns_stay_together() {
        let inputs = (
            vec![Tensor1::from([1.0]), Tensor1::from([2.0])],
            vec![Tensor1::from([3.0, 4.0]), Tensor1::from([5.0, 6.0])],
        );
        let data = Dataset::new(inputs, (vec![7u16, 8], vec![0.5f32, 0.25])).unwrap();
        let (first, second) = data.split(1);
        assert_eq!(first.inputs().1, [Tensor1::from([3.0, 4.0])]);
        assert_eq!(second.targets(), (&[8u16][..], &[0.25f32][..]));
        assert_eq!(data.take(9).len(), 2);
        assert!(data.take(0).is_empty());
    }
}
