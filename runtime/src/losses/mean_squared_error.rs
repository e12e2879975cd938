//! Mean squared error.

use super::{LossCall, LossFunction, mean_of_elements};

/// `mean (p − t)²` over the last axis; its gradient is `2 (p − t) / width`.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredError;

impl LossFunction for MeanSquaredError {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| f64::from(p - t) * f64::from(p - t),
            |p, t| 2.0 * (p - t),
        )
    }
}
