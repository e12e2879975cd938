//! Poisson loss.

use super::{EPSILON, LossCall, LossFunction, mean_of_elements};
use crate::kernels::math;

/// `mean (p − t ln(p + ε))` over the last axis, with ε = 10⁻⁷: the negative logarithm of the likelihood of a count t, if p is its mean,
/// without a term that only depends on t. Its gradient is `(1 − t / (p + ε)) / width`.
///
/// A prediction below −ε has no value: the output wants an activation such as `softplus` or `exponential`.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Poisson;

impl LossFunction for Poisson {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| f64::from(p) - f64::from(t) * f64::from(math::ln(p + EPSILON)),
            |p, t| 1.0 - t / (p + EPSILON),
        )
    }
}
