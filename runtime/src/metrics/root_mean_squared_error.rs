//! Root mean squared error.

use super::{MetricCall, MetricFunction};

/// `√(mean (p − t)²)` over all elements of all rows; with sample weights `√(Σ w (p − t)² / Σ w)`.
///
/// The root is taken of the mean over all samples seen, so it isn't the mean of the batches' values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RootMeanSquaredError;

impl MetricFunction for RootMeanSquaredError {
    fn name(&self) -> &str {
        "root_mean_squared_error"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            let squares = row.elements().map(|(_, p, t)| {
                let difference = f64::from(p) - f64::from(t);
                difference * difference
            });
            sums[0] += row.weight * squares.sum::<f64>();
            sums[1] += row.weight * call.width() as f64;
        }
    }

    fn result(&self, sums: &[f64]) -> f32 {
        libm::sqrt(sums[0] / sums[1]) as f32
    }
}
