//! Mean absolute error.

use super::{LossCall, LossFunction, mean_of_elements};
use crate::kernels::math;

/// `mean |p − t|` over the last axis; its gradient is `sign(p − t) / width`, 0 where both are equal.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanAbsoluteError;

impl LossFunction for MeanAbsoluteError {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| f64::from((p - t).abs()),
            |p, t| math::sign(p - t),
        )
    }
}
