//! Nadam.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;

/// Adam with Nesterov's momentum:
///
/// ```text
/// μₜ = β₁ (1 − ½ · 0.96^(s t))        Πₜ = μ₁ μ₂ … μₜ
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// m̂ = μₜ₊₁ m / (1 − Πₜ₊₁) + (1 − μₜ) g / (1 − Πₜ)
/// w ← w − η m̂ / (√(v / (1 − β₂ᵗ)) + ε)
/// ```
///
/// Dozat, "Incorporating Nesterov momentum into Adam" (2016), where s is 0.004. Keras 3 has s = 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Nadam {
    /// η.
    pub learning_rate: f64,
    /// β₁, decay of the first moment, and what the momentum comes to.
    pub beta_1: f64,
    /// β₂, decay of the second moment.
    pub beta_2: f64,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
    /// s, how fast the momentum comes to β₁.
    pub schedule_decay: f64,
}

impl Default for Nadam {
    /// Learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7, s 1.
    fn default() -> Nadam {
        Nadam {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
            schedule_decay: 1.0,
        }
    }
}

impl Nadam {
    /// Keras 2's: learning rate 0.002, ε 1e-8, s 0.004.
    pub fn keras2() -> Nadam {
        Nadam {
            learning_rate: 0.002,
            epsilon: 1e-8,
            schedule_decay: 0.004,
            ..Nadam::default()
        }
    }

    /// μₜ.
    fn momentum(&self, step: f64) -> f64 {
        self.beta_1 * (1.0 - 0.5 * libm::pow(0.96, step * self.schedule_decay))
    }
}

impl Optimizer for Nadam {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["momentum", "velocity"]
    }

    fn scalars(&self) -> &'static [&'static str] {
        &["momentum_product"]
    }

    fn advance(&self, step: u64, scalars: &mut [f32]) {
        if let [product, ..] = scalars {
            let before = if step == 1 { 1.0 } else { f64::from(*product) };
            *product = (before * self.momentum(step as f64)) as f32;
        }
    }

    fn update(&self, update: Update<'_>) {
        let step = update.step as f64;
        let (now, next) = (self.momentum(step), self.momentum(step + 1.0));
        let product = update
            .scalars
            .first()
            .map_or(0.0, |&product| f64::from(product));
        let constants = Constants {
            of_moment: (update.learning_rate * next / (1.0 - product * next)) as f32,
            of_gradient: (update.learning_rate * (1.0 - now) / (1.0 - product)) as f32,
            first_share: (1.0 - self.beta_1) as f32,
            second_share: (1.0 - self.beta_2) as f32,
            correction: (1.0 / (1.0 - libm::pow(self.beta_2, step))) as f32,
            epsilon: self.epsilon as f32,
        };
        let [first, second, ..] = update.slots;
        adapt(
            constants,
            update.parameters,
            update.gradients,
            first,
            second,
        );
    }
}

/// What is the same for all parameters of a step.
#[derive(Clone, Copy)]
struct Constants {
    of_moment: f32,
    of_gradient: f32,
    first_share: f32,
    second_share: f32,
    correction: f32,
    epsilon: f32,
}

for_each_level! {
    fn adapt(constants: Constants, parameters: &mut [f32], gradients: &[f32], first: &mut [f32], second: &mut [f32]) {
        let Constants { of_moment, of_gradient, first_share, second_share, correction, epsilon } = constants;
        let elements = parameters.iter_mut().zip(gradients).zip(first).zip(second);
        for (((parameter, &gradient), m), v) in elements {
            *m += first_share * (gradient - *m);
            *v += second_share * (gradient * gradient - *v);
            let pull = of_moment * *m + of_gradient * gradient;
            *parameter -= pull / (sqrt(*v * correction) + epsilon);
        }
    }
}
