//! Mean squared logarithmic error.

use super::{EPSILON, LossCall, LossFunction, mean_of_elements};
use crate::kernels::math;

/// `mean (ln(1 + max(p, ε)) − ln(1 + max(t, ε)))²` over the last axis, with ε = 10⁻⁷; its gradient is `2 (ln … − ln …) / ((1 + p) width)`.
///
/// Where p isn't above ε its gradient is 0: a prediction below 0 doesn't learn.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredLogarithmicError;

impl LossFunction for MeanSquaredLogarithmicError {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let logarithm = |x: f32| math::log1p(x.max(EPSILON));
        mean_of_elements(
            call,
            |p, t| {
                let difference = f64::from(logarithm(p) - logarithm(t));
                difference * difference
            },
            |p, t| {
                if p > EPSILON {
                    2.0 * (logarithm(p) - logarithm(t)) / (1.0 + p)
                } else {
                    0.0
                }
            },
        )
    }
}
