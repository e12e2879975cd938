//! Mean absolute percentage error.

use super::{EPSILON, LossCall, LossFunction, mean_of_elements};
use crate::kernels::math;

/// `100 mean |t − p| / max(|t|, ε)` over the last axis, with ε = 10⁻⁷; its gradient is `100 sign(p − t) / (max(|t|, ε) width)`.
///
/// A target of 0 makes it huge: one percent of 10⁻⁷ is the unit then.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanAbsolutePercentageError;

impl LossFunction for MeanAbsolutePercentageError {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| 100.0 * f64::from((p - t).abs()) / f64::from(t.abs().max(EPSILON)),
            |p, t| 100.0 * math::sign(p - t) / t.abs().max(EPSILON),
        )
    }
}
