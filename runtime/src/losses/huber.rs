//! Huber loss.

use super::{LossCall, LossFunction, mean_of_elements};

/// With x = p − t, the mean over the last axis of `x² / 2` where |x| ≤ δ, and of `δ |x| − δ² / 2` elsewhere; its gradient is x, limited
/// to −δ…δ, divided by the width.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huber {
    /// Where the square becomes a line.
    pub delta: f32,
}

impl Default for Huber {
    /// δ = 1.
    fn default() -> Huber {
        Huber { delta: 1.0 }
    }
}

impl LossFunction for Huber {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let delta = f64::from(self.delta);
        mean_of_elements(
            call,
            |p, t| {
                let size = f64::from((p - t).abs());
                if size <= delta {
                    0.5 * size * size
                } else {
                    delta * (size - 0.5 * delta)
                }
            },
            |p, t| (p - t).max(-self.delta).min(self.delta),
        )
    }
}
