//! Adadelta.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;

/// Gradients divided by their root mean square and multiplied by that of the steps so far:
///
/// ```text
/// a ← ρ a + (1 − ρ) g²
/// u = g √(d + ε) / √(a + ε)
/// d ← ρ d + (1 − ρ) u²
/// w ← w − η u
/// ```
///
/// Zeiler, "ADADELTA: an adaptive learning rate method" (2012), where η is 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adadelta {
    /// η.
    pub learning_rate: f64,
    /// ρ, decay of the means.
    pub rho: f64,
    /// ε, keeps the divisor away from 0 and the first steps, too.
    pub epsilon: f64,
}

impl Default for Adadelta {
    /// Learning rate 0.001, ρ 0.95, ε 1e-7.
    fn default() -> Adadelta {
        Adadelta {
            learning_rate: 0.001,
            rho: 0.95,
            epsilon: 1e-7,
        }
    }
}

impl Adadelta {
    /// Keras 2's: learning rate 1, as in the paper, and ε 1e-8.
    pub fn keras2() -> Adadelta {
        Adadelta {
            learning_rate: 1.0,
            epsilon: 1e-8,
            ..Adadelta::default()
        }
    }
}

impl Optimizer for Adadelta {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["accumulated_grad", "accumulated_delta_var"]
    }

    fn update(&self, update: Update<'_>) {
        let [squares, steps, ..] = update.slots;
        let constants = [
            update.learning_rate as f32,
            self.rho as f32,
            self.epsilon as f32,
        ];
        adapt(
            constants,
            update.parameters,
            update.gradients,
            squares,
            steps,
        );
    }
}

for_each_level! {
    fn adapt(constants: [f32; 3], parameters: &mut [f32], gradients: &[f32], squares: &mut [f32], steps: &mut [f32]) {
        let [rate, rho, epsilon] = constants;
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(steps);
        for (((parameter, &gradient), a), d) in elements {
            *a = rho * *a + (1.0 - rho) * (gradient * gradient);
            let step = gradient * sqrt((*d + epsilon) / (*a + epsilon));
            *d = rho * *d + (1.0 - rho) * (step * step);
            *parameter -= rate * step;
        }
    }
}
