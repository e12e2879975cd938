//! Accuracies: the share of predictions that agree with their labels.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::{ClassIndex, Labels, position_of_largest};
use crate::tensor::{Elements, Tensor, Tensor1, Tensor2};

/// What Keras calls `accuracy`, resolved by the types: an output whose last dimension is 1 has a [`BinaryAccuracy`] at 0.5, class
/// indices a [`SparseCategoricalAccuracy`], everything else a [`CategoricalAccuracy`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Accuracy;

/// The share of elements that lie on the same side of the threshold as their label says: 1 if `p > threshold`, else 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryAccuracy {
    /// Predictions above it count as 1.
    pub threshold: f32,
}

impl Default for BinaryAccuracy {
    /// Threshold 0.5.
    fn default() -> BinaryAccuracy {
        BinaryAccuracy { threshold: 0.5 }
    }
}

/// The share of rows whose largest prediction is where the largest target is. Of equal ones the first counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CategoricalAccuracy;

/// The share of rows whose largest prediction is at the class index. Of equal ones the first counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SparseCategoricalAccuracy;

impl MetricFunction for Accuracy {
    fn name(&self) -> &str {
        "accuracy"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        if call.width == 1 {
            sides(call, 0.5, sums)
        } else {
            largest(call, sums)
        }
    }
}

impl MetricFunction for BinaryAccuracy {
    fn name(&self) -> &str {
        "binary_accuracy"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        sides(call, self.threshold, sums);
    }
}

impl MetricFunction for CategoricalAccuracy {
    fn name(&self) -> &str {
        "categorical_accuracy"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        largest(call, sums);
    }
}

impl MetricFunction for SparseCategoricalAccuracy {
    fn name(&self) -> &str {
        "sparse_categorical_accuracy"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        largest(call, sums);
    }
}

/// Adds the weights of the elements on the side of the threshold that their label names, and those of all elements.
fn sides(call: MetricCall<'_>, threshold: f32, sums: &mut [f64]) {
    let side = |p: f32| if p > threshold { 1.0 } else { 0.0 };
    for (row, predictions) in call.predictions.chunks_exact(call.width).enumerate() {
        let right = match call.labels {
            Labels::Values(targets) => predictions
                .iter()
                .zip(&targets[row * call.width..])
                .filter(|&(&p, &t)| side(p) == t)
                .count(),
            Labels::Classes(classes) => predictions
                .iter()
                .filter(|&&p| side(p) == classes[row] as f32)
                .count(),
        };
        sums[0] += call.weight(row) * right as f64;
    }
    sums[1] += call.total_weight() * call.width as f64;
}

/// Adds the weights of the rows whose largest element is the label's, and those of all rows.
fn largest(call: MetricCall<'_>, sums: &mut [f64]) {
    for (row, predictions) in call.predictions.chunks_exact(call.width).enumerate() {
        let label = match call.labels {
            Labels::Values(targets) => {
                position_of_largest(&targets[row * call.width..][..call.width])
            }
            Labels::Classes(classes) => classes[row] as usize,
        };
        if position_of_largest(predictions) == label {
            sums[0] += call.weight(row);
        }
    }
    sums[1] += call.total_weight();
}

macro_rules! comparable {
    ($metric:ty: $([$($generics:tt)*] $output:ty, $target:ty;)*) => {$(
        impl<$($generics)*> Metric<$output, $target> for $metric {
            fn function(&self) -> &dyn MetricFunction {
                self
            }
        }
    )*};
}

comparable!(Accuracy:
    [D: Elements] Tensor<D>, Tensor<D>;
    [] Tensor1<1>, f32;
    [] Tensor1<1>, bool;
    [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K;
    [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS];
);

comparable!(BinaryAccuracy:
    [D: Elements] Tensor<D>, Tensor<D>;
    [] Tensor1<1>, f32;
    [] Tensor1<1>, bool;
    [K: ClassIndex] Tensor1<1>, K;
);

comparable!(CategoricalAccuracy:
    [D: Elements] Tensor<D>, Tensor<D>;
);

comparable!(SparseCategoricalAccuracy:
    [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K;
    [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS];
);
