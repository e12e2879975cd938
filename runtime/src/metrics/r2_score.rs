//! Coefficient of determination.

use super::{ByClass, MetricCall, MetricFunction};

/// How the values of the elements of a row become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aggregation {
    /// Their mean.
    #[default]
    Uniform,
    /// Their mean by variance of the targets.
    VarianceWeighted,
}

/// `1 − Σ (t − p)² / Σ (t − t̄)²`, for each element of a row, and then their mean: 1 is perfect, 0 is what the mean of the targets gives.
///
/// The mean is that of all targets seen, so the score isn't the mean of the batches' scores. `num_regressors` p > 0 gives the adjusted
/// score `1 − (1 − R²) (n − 1) / (n − p − 1)` of n samples, as long as n > p + 1. Where targets don't vary the score is 0.
///
/// `PerClass(R2Score::default())` gives the values of the single elements, Keras's `class_aggregation=None`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct R2Score {
    /// How the values of the elements become one.
    pub aggregation: Aggregation,
    /// Number of explaining variables, for the adjusted score.
    pub num_regressors: usize,
}

/// For each element of a row: Σ w, Σ w t, Σ w t², Σ w (t − p)².
const SUMS: usize = 4;

/// The score and Σ (t − t̄)² of one element.
fn score(&[weights, targets, squares, residual]: &[f64; SUMS]) -> (f64, f64) {
    let mean = targets / weights;
    let total = squares - targets * mean;
    let score = 1.0 - residual / total;
    (if score.is_infinite() { 0.0 } else { score }, total)
}

impl R2Score {
    fn adjusted(&self, score: f64, samples: f64) -> f64 {
        let regressors = self.num_regressors as f64;
        if self.num_regressors == 0 || samples <= regressors + 1.0 {
            return score;
        }
        1.0 - (1.0 - score) * (samples - 1.0) / (samples - regressors - 1.0)
    }
}

impl MetricFunction for R2Score {
    fn name(&self) -> &str {
        "r2_score"
    }

    /// Those of each element of a row, and the number of rows.
    fn sums(&self, width: usize) -> usize {
        SUMS * width + 1
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let (columns, rows) = sums.as_chunks_mut::<SUMS>();
        for row in call.rows() {
            for (column, p, t) in row.elements() {
                let (p, t) = (f64::from(p), f64::from(t));
                let terms = [1.0, t, t * t, (t - p) * (t - p)];
                for (sum, term) in columns[column].iter_mut().zip(terms) {
                    *sum += row.weight * term;
                }
            }
            rows[0] += 1.0;
        }
    }

    fn result(&self, sums: &[f64]) -> f32 {
        let (columns, rows) = sums.as_chunks();
        let (mut sum, mut weights) = (0.0, 0.0);
        for column in columns {
            let (score, total) = score(column);
            let weight = match self.aggregation {
                Aggregation::Uniform => 1.0,
                Aggregation::VarianceWeighted => total,
            };
            sum += weight * score;
            weights += weight;
        }
        self.adjusted(sum / weights, rows[0]) as f32
    }
}

impl ByClass for R2Score {
    fn class_results(&self, sums: &[f64], values: &mut [f32]) {
        let (columns, rows) = sums.as_chunks();
        for (column, value) in columns.iter().zip(values) {
            *value = self.adjusted(score(column).0, rows[0]) as f32;
        }
    }
}
