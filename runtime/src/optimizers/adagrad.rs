//! Adagrad.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;

/// Gradients divided by the root of the sum of all squares so far: `a ← a + g²`, `w ← w − η g / √(a + ε)`.
///
/// Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic optimization" (2011).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adagrad {
    /// η.
    pub learning_rate: f64,
    /// What a is at first.
    pub initial_accumulator_value: f64,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
    /// Whether ε is added to the root, `√a + ε`, as in Keras 2, and not under it.
    pub epsilon_outside: bool,
}

impl Default for Adagrad {
    /// Learning rate 0.001, first sum 0.1, ε 1e-7.
    fn default() -> Adagrad {
        Adagrad {
            learning_rate: 0.001,
            initial_accumulator_value: 0.1,
            epsilon: 1e-7,
            epsilon_outside: false,
        }
    }
}

impl Adagrad {
    /// Keras 2's `Adagrad(lr=0.01, epsilon=1e-08, decay=0.0)`: from a sum of 0, with ε outside of the root.
    pub fn keras2() -> Adagrad {
        Adagrad {
            learning_rate: 0.01,
            initial_accumulator_value: 0.0,
            epsilon: 1e-8,
            epsilon_outside: true,
        }
    }
}

impl Optimizer for Adagrad {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["accumulator"]
    }

    fn start(&self, _slot: usize) -> f32 {
        self.initial_accumulator_value as f32
    }

    fn update(&self, update: Update<'_>) {
        let epsilon = self.epsilon as f32;
        let (inside, outside) = match self.epsilon_outside {
            true => (0.0, epsilon),
            false => (epsilon, 0.0),
        };
        let [sums, ..] = update.slots;
        let rate = update.learning_rate as f32;
        adapt(
            [rate, inside, outside],
            update.parameters,
            update.gradients,
            sums,
        );
    }
}

for_each_level! {
    fn adapt(constants: [f32; 3], parameters: &mut [f32], gradients: &[f32], sums: &mut [f32]) {
        let [rate, inside, outside] = constants;
        for ((parameter, &gradient), a) in parameters.iter_mut().zip(gradients).zip(sums) {
            *a += gradient * gradient;
            *parameter -= rate * gradient / (sqrt(*a + inside) + outside);
        }
    }
}
