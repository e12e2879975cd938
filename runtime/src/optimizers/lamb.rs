//! LAMB.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;

/// Adam whose step in each tensor is as long as the tensor:
///
/// ```text
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// u = m / (1 − β₁ᵗ) / (√(v / (1 − β₂ᵗ)) + ε)
/// w ← w − η ‖w‖ / ‖u‖ · u        with 1 for the quotient if one of the norms is 0
/// ```
///
/// You and others, "Large batch optimization for deep learning: training BERT in 76 minutes" (2020). As in Keras 3, weight decay is
/// that of [`OptimizerExt::weight_decay`](super::OptimizerExt::weight_decay), outside of the quotient; the paper has it in u.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lamb {
    /// η.
    pub learning_rate: f64,
    /// β₁, decay of the first moment.
    pub beta_1: f64,
    /// β₂, decay of the second moment.
    pub beta_2: f64,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
}

impl Default for Lamb {
    /// Learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
    fn default() -> Lamb {
        Lamb {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
        }
    }
}

impl Lamb {
    fn direction(&self, step: u64) -> Direction {
        let step = step as f64;
        let correction = |beta| (1.0 / (1.0 - libm::pow(beta, step))) as f32;
        Direction {
            first: correction(self.beta_1),
            second: correction(self.beta_2),
            epsilon: self.epsilon as f32,
        }
    }
}

impl Optimizer for Lamb {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["momentum", "velocity"]
    }

    /// The squares of the parameters, and those of u.
    fn sums(&self) -> usize {
        2
    }

    fn measure(&self, update: Update<'_>, sums: &mut [f64]) {
        let shares = [(1.0 - self.beta_1) as f32, (1.0 - self.beta_2) as f32];
        let [first, second, ..] = update.slots;
        accumulate(shares, update.gradients, first, second);
        let direction = self.direction(update.step);
        add_squares(direction, update.parameters, first, second, sums);
    }

    fn update(&self, update: Update<'_>) {
        let ratio = match update.sums {
            &[weights, steps] if weights > 0.0 && steps > 0.0 => libm::sqrt(weights / steps),
            _ => 1.0,
        };
        let rate = (update.learning_rate * ratio) as f32;
        let direction = self.direction(update.step);
        let [first, second, ..] = update.slots;
        step(rate, direction, update.parameters, first, second);
    }
}

/// From moments to u.
#[derive(Clone, Copy)]
struct Direction {
    first: f32,
    second: f32,
    epsilon: f32,
}

impl Direction {
    #[inline(always)]
    fn of(self, m: f32, v: f32) -> f32 {
        m * self.first / (sqrt(v * self.second) + self.epsilon)
    }
}

for_each_level! {
    fn accumulate(shares: [f32; 2], gradients: &[f32], first: &mut [f32], second: &mut [f32]) {
        for ((&gradient, m), v) in gradients.iter().zip(first).zip(second) {
            *m += shares[0] * (gradient - *m);
            *v += shares[1] * (gradient * gradient - *v);
        }
    }
}

for_each_level! {
    fn add_squares(direction: Direction, parameters: &[f32], first: &[f32], second: &[f32], sums: &mut [f64]) {
        /// Sums that are independent of each other, so that they can be made at the same time.
        const LANES: usize = 16;
        let (mut weights, mut steps) = ([0.0; LANES], [0.0; LANES]);
        let runs = parameters.chunks(LANES).zip(first.chunks(LANES)).zip(second.chunks(LANES));
        for ((parameters, first), second) in runs {
            let (weights, steps) = (weights.iter_mut(), steps.iter_mut());
            let elements = parameters.iter().zip(first).zip(second).zip(weights).zip(steps);
            for ((((&w, &m), &v), weight), step) in elements {
                let u = f64::from(direction.of(m, v));
                *weight += f64::from(w) * f64::from(w);
                *step += u * u;
            }
        }
        if let [of_weights, of_steps, ..] = sums {
            *of_weights += weights.iter().sum::<f64>();
            *of_steps += steps.iter().sum::<f64>();
        }
    }
}

for_each_level! {
    fn step(rate: f32, direction: Direction, parameters: &mut [f32], first: &[f32], second: &[f32]) {
        for ((parameter, &m), &v) in parameters.iter_mut().zip(first).zip(second) {
            *parameter -= rate * direction.of(m, v);
        }
    }
}
