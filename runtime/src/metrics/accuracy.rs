//! Accuracies: the share of predictions that agree with their labels.

use super::{MetricCall, MetricFunction, Row};

/// What Keras calls `accuracy`, resolved by the types: an output whose last dimension is 1 has a [`BinaryAccuracy`] at 0.5, class
/// indices a [`SparseCategoricalAccuracy`], everything else a [`CategoricalAccuracy`].
///
/// Keras's class `Accuracy`, which asks whether values are equal, is [`Equality`](super::Equality) here.
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
        if call.width() == 1 {
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
    let right = |p: f32, t: f32| if p > threshold { t == 1.0 } else { t == 0.0 };
    for row in call.rows() {
        let elements = row.elements();
        let count = elements.filter(|&(_, p, t)| right(p, t)).count();
        sums[0] += row.weight * count as f64;
        sums[1] += row.weight * call.width() as f64;
    }
}

/// Counts the rows whose largest element is the label's, and all rows.
fn largest(call: MetricCall<'_>, sums: &mut [f64]) {
    count_rows(call, sums, |row| row.predicted_class() == row.class());
}

/// Counts the rows that are `right`, and all rows.
pub(super) fn count_rows(call: MetricCall<'_>, sums: &mut [f64], right: impl Fn(&Row<'_>) -> bool) {
    for row in call.rows() {
        if right(&row) {
            sums[0] += row.weight;
        }
        sums[1] += row.weight;
    }
}
