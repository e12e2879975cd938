//! Scaling of features, fitted on training data and applied to all.

use crate::tensor::{Elements, Tensor};

/// `(x − shift) · factor` with a shift and a factor for each place of the last axis: each feature of a vector, each channel of an image.
///
/// ```
/// use formwork_runtime::data::Scaling;
/// use formwork_runtime::tensor::Tensor1;
///
/// let mut train = vec![Tensor1::from([1.0, 10.0]), Tensor1::from([3.0, 30.0])];
/// let scaling = Scaling::standard(&train);
/// scaling.apply(&mut train);
/// assert_eq!(train[1].as_slice(), [1.0, 1.0]);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Scaling {
    shift: Vec<f32>,
    factor: Vec<f32>,
}

/// The smallest divisor, Keras's `epsilon()`.
const SMALLEST: f64 = 1e-7;

impl Scaling {
    /// Subtracts the mean and divides by the standard deviation `√(Σ (x − mean)² / n)`, or by 1e-7 where that is less: Keras's layer
    /// `Normalization(axis=-1)` after `adapt`.
    pub fn standard<D: Elements>(samples: &[Tensor<D>]) -> Scaling {
        let features = Features::of(samples);
        let count = features.count();
        let means = features.fold(0.0, |sum, value| sum + value);
        let mut index = 0;
        let means: Vec<f64> = means.into_iter().map(|sum| sum / count).collect();
        let mut squares = vec![0.0f64; means.len()];
        for value in features.values {
            let difference = f64::from(*value) - means[index];
            squares[index] += difference * difference;
            index = (index + 1) % means.len();
        }
        Scaling {
            factor: squares
                .iter()
                .map(|square| (1.0 / (square / count).sqrt().max(SMALLEST)) as f32)
                .collect(),
            shift: means.into_iter().map(|mean| mean as f32).collect(),
        }
    }

    /// Brings the smallest value to 0 and the largest to 1. A feature that is constant becomes 0.
    pub fn min_max<D: Elements>(samples: &[Tensor<D>]) -> Scaling {
        let features = Features::of(samples);
        let smallest = features.fold(f64::INFINITY, f64::min);
        let largest = features.fold(f64::NEG_INFINITY, f64::max);
        let ranges = smallest.iter().zip(&largest);
        Scaling {
            factor: ranges
                .map(|(smallest, largest)| match largest - smallest {
                    range if range > 0.0 => (1.0 / range) as f32,
                    _ => 0.0,
                })
                .collect(),
            shift: smallest
                .into_iter()
                .map(|smallest| {
                    if smallest.is_finite() {
                        smallest as f32
                    } else {
                        0.0
                    }
                })
                .collect(),
        }
    }

    /// Scales samples.
    ///
    /// # Panics
    /// If their last axis has another length than that of the samples it was fitted on.
    pub fn apply<D: Elements>(&self, samples: &mut [Tensor<D>]) {
        assert_eq!(
            D::SHAPE.last(),
            self.shift.len(),
            "features of the samples, and of those that the scaling was fitted on"
        );
        for features in
            crate::plain::mut_slice_of(samples).chunks_exact_mut(self.shift.len().max(1))
        {
            for ((value, shift), factor) in features.iter_mut().zip(&self.shift).zip(&self.factor) {
                *value = (*value - shift) * factor;
            }
        }
    }

    /// What is subtracted.
    pub fn shift(&self) -> &[f32] {
        &self.shift
    }

    /// What the difference is multiplied by.
    pub fn factor(&self) -> &[f32] {
        &self.factor
    }
}

/// The values of samples, feature by feature.
struct Features<'a> {
    values: &'a [f32],
    width: usize,
}

impl<'a> Features<'a> {
    fn of<D: Elements>(samples: &'a [Tensor<D>]) -> Features<'a> {
        Features {
            values: crate::plain::slice_of(samples),
            width: D::SHAPE.last(),
        }
    }

    /// Number of values of each feature.
    fn count(&self) -> f64 {
        (self.values.len() / self.width.max(1)).max(1) as f64
    }

    fn fold(&self, start: f64, join: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        let mut results = vec![start; self.width];
        for features in self.values.chunks_exact(self.width.max(1)) {
            for (result, &value) in results.iter_mut().zip(features) {
                *result = join(*result, f64::from(value));
            }
        }
        results
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2};

    #[test]
    fn channels_are_standardized_over_samples_and_places() {
        let mut images = [
            Tensor2::from([[1.0, 5.0], [2.0, 5.0]]),
            Tensor2::from([[3.0, 5.0], [6.0, 5.0]]),
        ];
        let scaling = Scaling::standard(&images);
        // mean 3, variance (4 + 1 + 0 + 9) / 4 = 3.5; the second channel is constant.
        assert_eq!(scaling.shift(), [3.0, 5.0]);
        assert_eq!(scaling.factor(), [(1.0 / 3.5f64.sqrt()) as f32, 1e7]);
        scaling.apply(&mut images);
        assert_eq!(images[0][(0, 1)], 0.0);
        assert_eq!(images[1][(0, 0)], 0.0);
    }

    #[test]
    fn a_range_becomes_zero_to_one() {
        let mut rows = [
            Tensor1::from([-2.0, 7.0]),
            Tensor1::from([2.0, 7.0]),
            Tensor1::from([0.0, 7.0]),
        ];
        let scaling = Scaling::min_max(&rows);
        scaling.apply(&mut rows);
        assert_eq!(rows[2].as_slice(), [0.5, 0.0]);
        assert_eq!(rows[0].as_slice(), [0.0, 0.0]);
        assert_eq!(rows[1].as_slice(), [1.0, 0.0]);
        let none: &[Tensor1<2>] = &[];
        assert_eq!(Scaling::min_max(none).shift(), [0.0, 0.0]);
    }
}
