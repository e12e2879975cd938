//! Confusion matrices: how often which class was taken for which.

use super::{MetricCall, MetricFunction};

/// The matrix of how often a label of class `i` (row) met a largest prediction at class `j` (column).
///
/// It is a result of evaluations: `evaluation.metrics.0[(i, j)]`. Histories, which hold numbers, leave it out. Labels beyond the output's classes
/// aren't counted. An output of one element wants a [`BinaryConfusionMatrix`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ConfusionMatrix;

/// The matrix of how often a label 0 or 1 (row) met a prediction below or above the threshold (column):
/// `[[TN, FP], [FN, TP]]`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryConfusionMatrix {
    /// Predictions above it count as 1.
    pub threshold: f32,
}

impl Default for BinaryConfusionMatrix {
    /// Threshold 0.5.
    fn default() -> BinaryConfusionMatrix {
        BinaryConfusionMatrix { threshold: 0.5 }
    }
}

impl MetricFunction for ConfusionMatrix {
    fn name(&self) -> &str {
        "confusion_matrix"
    }

    fn sums(&self, width: usize) -> usize {
        width * width
    }

    fn values(&self, width: usize) -> usize {
        width * width
    }

    fn recorded(&self) -> bool {
        false
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            let class = row.class();
            if class < call.width() {
                sums[class * call.width() + row.predicted_class()] += row.weight;
            }
        }
    }

    fn results(&self, sums: &[f64], values: &mut [f32]) {
        round(sums, values);
    }
}

impl MetricFunction for BinaryConfusionMatrix {
    fn name(&self) -> &str {
        "confusion_matrix"
    }

    fn sums(&self, _width: usize) -> usize {
        4
    }

    fn values(&self, _width: usize) -> usize {
        4
    }

    fn recorded(&self) -> bool {
        false
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            for (_, p, t) in row.elements() {
                sums[2 * usize::from(t != 0.0) + usize::from(p > self.threshold)] += row.weight;
            }
        }
    }

    fn results(&self, sums: &[f64], values: &mut [f32]) {
        round(sums, values);
    }
}

fn round(sums: &[f64], values: &mut [f32]) {
    for (sum, value) in sums.iter().zip(values) {
        *value = *sum as f32;
    }
}
