//! Adam.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::{maximum, sqrt};

/// Moments of first and second order, with bias correction:
///
/// ```text
/// m ← m + (1 − β₁)(g − m)
/// v ← v + (1 − β₂)(g² − v)
/// w ← w − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)
/// ```
///
/// Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form at the end of section 2, whose ε is added before
/// the correction ("ε-hat"), as in Keras. PyTorch and the paper's Algorithm 1 add it afterwards.
///
/// With `amsgrad`, the largest v so far divides instead of v: Reddi, Kale and Kumar, "On the convergence of Adam and
/// beyond" (2018), before the correction as in Keras.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adam {
    /// η.
    pub learning_rate: f64,
    /// β₁, decay of the first moment.
    pub beta_1: f64,
    /// β₂, decay of the second moment.
    pub beta_2: f64,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
    /// Whether the divisor never becomes smaller.
    pub amsgrad: bool,
}

impl Default for Adam {
    /// Learning rate 0.001, β₁ 0.9, β₂ 0.999, ε 1e-7.
    fn default() -> Adam {
        Adam {
            learning_rate: 0.001,
            beta_1: 0.9,
            beta_2: 0.999,
            epsilon: 1e-7,
            amsgrad: false,
        }
    }
}

impl Adam {
    /// Keras 2's: ε 1e-8.
    pub fn keras2() -> Adam {
        Adam {
            epsilon: 1e-8,
            ..Adam::default()
        }
    }
}

impl Optimizer for Adam {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        if self.amsgrad {
            &["momentum", "velocity", "velocity_hat"]
        } else {
            &["momentum", "velocity"]
        }
    }

    fn update(&self, update: Update<'_>) {
        let step = update.step as f64;
        let first = 1.0 - libm::pow(self.beta_1, step);
        let second = 1.0 - libm::pow(self.beta_2, step);
        let constants = Constants {
            rate: (update.learning_rate * libm::sqrt(second) / first) as f32,
            first_share: (1.0 - self.beta_1) as f32,
            second_share: (1.0 - self.beta_2) as f32,
            epsilon: self.epsilon as f32,
        };
        let (parameters, gradients) = (update.parameters, update.gradients);
        let [first, second, greatest, _] = update.slots;
        match self.amsgrad {
            true => adapt_to_greatest(constants, parameters, gradients, first, second, greatest),
            false => adapt(constants, parameters, gradients, first, second),
        }
    }
}

/// What is the same for all parameters of a step.
#[derive(Clone, Copy)]
struct Constants {
    rate: f32,
    first_share: f32,
    second_share: f32,
    epsilon: f32,
}

for_each_level! {
    fn adapt(constants: Constants, parameters: &mut [f32], gradients: &[f32], first: &mut [f32], second: &mut [f32]) {
        let Constants { rate, first_share, second_share, epsilon } = constants;
        let elements = parameters.iter_mut().zip(gradients).zip(first).zip(second);
        for (((parameter, &gradient), m), v) in elements {
            *m += first_share * (gradient - *m);
            *v += second_share * (gradient * gradient - *v);
            *parameter -= rate * *m / (sqrt(*v) + epsilon);
        }
    }
}

for_each_level! {
    fn adapt_to_greatest(
        constants: Constants,
        parameters: &mut [f32],
        gradients: &[f32],
        first: &mut [f32],
        second: &mut [f32],
        greatest: &mut [f32],
    ) {
        let Constants { rate, first_share, second_share, epsilon } = constants;
        let elements = parameters.iter_mut().zip(gradients).zip(first).zip(second).zip(greatest);
        for ((((parameter, &gradient), m), v), largest) in elements {
            *m += first_share * (gradient - *m);
            *v += second_share * (gradient * gradient - *v);
            *largest = maximum(*largest, *v);
            *parameter -= rate * *m / (sqrt(*largest) + epsilon);
        }
    }
}
