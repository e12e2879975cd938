//! The logarithm of the hyperbolic cosine.

use super::{LossCall, LossFunction, mean_of_elements};
use crate::kernels::math;

/// `mean ln cosh(p − t)` over the last axis; its gradient is `tanh(p − t) / width`. It is a square for small differences and an
/// absolute value for large ones.
///
/// `ln cosh x` is computed as `|x| + ln(1 + e^−2|x|) − ln 2`, which doesn't overflow, and for small x, where that cancels, as the
/// series `x²/2 − x⁴/12 + x⁶/45 − 17 x⁸/2520`.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LogCosh;

impl LossFunction for LogCosh {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        mean_of_elements(
            call,
            |p, t| f64::from(log_cosh(p - t)),
            |p, t| math::tanh(p - t),
        )
    }
}

fn log_cosh(x: f32) -> f32 {
    let (size, square) = (x.abs(), x * x);
    if size < 0.25 {
        square * (0.5 - square * (1.0 / 12.0 - square * (1.0 / 45.0 - square * (17.0 / 2520.0))))
    } else {
        size + (math::log1p(math::exp(-2.0 * size)) - core::f32::consts::LN_2)
    }
}
