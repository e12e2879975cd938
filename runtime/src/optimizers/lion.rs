//! Lion.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sign;

/// The signs of the gradient mixed with its mean: `w ← w − η sign(β₁ m + (1 − β₁) g)`, then `m ← β₂ m + (1 − β₂) g`.
///
/// Chen and others, "Symbolic discovery of optimization algorithms" (2023). The steps are all of one size, so that learning
/// rates are three to ten times less than Adam's, and weight decays as many times more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lion {
    /// η.
    pub learning_rate: f64,
    /// β₁, the mean's share in the step.
    pub beta_1: f64,
    /// β₂, decay of the mean.
    pub beta_2: f64,
}

impl Default for Lion {
    /// Learning rate 0.001, β₁ 0.9, β₂ 0.99.
    fn default() -> Lion {
        Lion {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.99,
        }
    }
}

impl Optimizer for Lion {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["momentum"]
    }

    fn update(&self, update: Update<'_>) {
        let constants = [
            update.learning_rate as f32,
            self.beta_1 as f32,
            self.beta_2 as f32,
        ];
        let [means, ..] = update.slots;
        step(constants, update.parameters, update.gradients, means);
    }
}

for_each_level! {
    fn step(constants: [f32; 3], parameters: &mut [f32], gradients: &[f32], means: &mut [f32]) {
        let [rate, in_step, in_mean] = constants;
        for ((parameter, &gradient), m) in parameters.iter_mut().zip(gradients).zip(means) {
            *parameter -= rate * sign(in_step * *m + (1.0 - in_step) * gradient);
            *m = in_mean * *m + (1.0 - in_mean) * gradient;
        }
    }
}
