//! Adamax.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::maximum;

/// Adam with the largest gradient, which fades, instead of the mean square:
///
/// ```text
/// m ← m + (1 − β₁)(g − m)
/// u ← max(β₂ u, |g|)
/// w ← w − η / (1 − β₁ᵗ) · m / (u + ε)
/// ```
///
/// Kingma and Ba, "Adam: a method for stochastic optimization" (2015), section 7.1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adamax {
    /// η.
    pub learning_rate: f64,
    /// β₁, decay of the first moment.
    pub beta_1: f64,
    /// β₂, by which the largest gradient fades.
    pub beta_2: f64,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
}

impl Default for Adamax {
    /// Learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
    fn default() -> Adamax {
        Adamax {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
        }
    }
}

impl Adamax {
    /// Keras 2's: learning rate 0.002 and ε 1e-8.
    pub fn keras2() -> Adamax {
        Adamax {
            learning_rate: 0.002,
            epsilon: 1e-8,
            ..Adamax::default()
        }
    }
}

impl Optimizer for Adamax {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["momentum", "norm"]
    }

    fn update(&self, update: Update<'_>) {
        let correction = 1.0 - libm::pow(self.beta_1, update.step as f64);
        let constants = [
            (update.learning_rate / correction) as f32,
            (1.0 - self.beta_1) as f32,
            self.beta_2 as f32,
            self.epsilon as f32,
        ];
        let [first, norms, ..] = update.slots;
        adapt(constants, update.parameters, update.gradients, first, norms);
    }
}

for_each_level! {
    fn adapt(constants: [f32; 4], parameters: &mut [f32], gradients: &[f32], first: &mut [f32], norms: &mut [f32]) {
        let [rate, share, fading, epsilon] = constants;
        let elements = parameters.iter_mut().zip(gradients).zip(first).zip(norms);
        for (((parameter, &gradient), m), u) in elements {
            *m += share * (gradient - *m);
            *u = maximum(fading * *u, gradient.abs());
            *parameter -= rate * *m / (*u + epsilon);
        }
    }
}
