//! Accuracies: the share of predictions that agree with their labels.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::{ClassIndex, Labels};
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

/// Counts the elements on the side of the threshold that their label names, and all elements.
fn sides(call: MetricCall<'_>, threshold: f32, sums: &mut [f64]) {
    let side = |p: f32| if p > threshold { 1.0 } else { 0.0 };
    let right = match call.labels {
        Labels::Values(targets) => call
            .predictions
            .iter()
            .zip(targets)
            .filter(|&(&p, &t)| side(p) == t)
            .count(),
        Labels::Classes(classes) => call
            .predictions
            .iter()
            .zip(classes)
            .filter(|&(&p, &class)| side(p) == class as f32)
            .count(),
    };
    sums[0] += right as f64;
    sums[1] += call.predictions.len() as f64;
}

/// Counts the rows whose largest element is the label's, and all rows.
fn largest(call: MetricCall<'_>, sums: &mut [f64]) {
    let rows = call.predictions.chunks_exact(call.width);
    sums[1] += rows.len() as f64;
    let right = match call.labels {
        Labels::Values(targets) => rows
            .zip(targets.chunks_exact(call.width))
            .filter(|(p, t)| position_of_largest(p) == position_of_largest(t))
            .count(),
        Labels::Classes(classes) => rows
            .zip(classes)
            .filter(|&(p, &class)| position_of_largest(p) == class as usize)
            .count(),
    };
    sums[0] += right as f64;
}

/// The index of the first largest value.
fn position_of_largest(values: &[f32]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = index;
        }
    }
    best
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
