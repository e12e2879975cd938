//! RMSprop.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;

/// Gradients divided by the root of their mean square:
///
/// ```text
/// a ← ρ a + (1 − ρ) g²        c ← ρ c + (1 − ρ) g, if centered
/// d = √(a − c² + ε)           without c² if not centered
/// b ← μ b + η g / d           w ← w − b
/// ```
///
/// Tieleman and Hinton, "Lecture 6.5: rmsprop" (2012); centered: Graves, "Generating sequences with recurrent neural networks"
/// (2013).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rmsprop {
    /// η.
    pub learning_rate: f64,
    /// ρ, decay of the means.
    pub rho: f64,
    /// μ. With 0 there is no b: w ← w − η g / d.
    pub momentum: f64,
    /// Whether the variance divides instead of the mean square.
    pub centered: bool,
    /// ε, keeps the divisor away from 0.
    pub epsilon: f64,
    /// Whether ε is added to the root, `√a + ε`, as in Keras 2, and not under it.
    pub epsilon_outside: bool,
}

impl Default for Rmsprop {
    /// Learning rate 0.001, ρ 0.9, ε 1e-7, neither momentum nor centered.
    fn default() -> Rmsprop {
        Rmsprop {
            learning_rate: 0.001,
            rho: 0.9,
            momentum: 0.0,
            centered: false,
            epsilon: 1e-7,
            epsilon_outside: false,
        }
    }
}

impl Rmsprop {
    /// Keras 2's: ε 1e-8, outside of the root.
    pub fn keras2() -> Rmsprop {
        Rmsprop {
            epsilon: 1e-8,
            epsilon_outside: true,
            ..Rmsprop::default()
        }
    }
}

impl Optimizer for Rmsprop {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        match (self.momentum != 0.0, self.centered) {
            (false, false) => &["velocity"],
            (true, false) => &["velocity", "momentum"],
            (false, true) => &["velocity", "average_gradient"],
            (true, true) => &["velocity", "momentum", "average_gradient"],
        }
    }

    fn update(&self, update: Update<'_>) {
        let epsilon = self.epsilon as f32;
        let constants = Constants {
            rate: update.learning_rate as f32,
            rho: self.rho as f32,
            momentum: self.momentum as f32,
            inside: if self.epsilon_outside { 0.0 } else { epsilon },
            outside: if self.epsilon_outside { epsilon } else { 0.0 },
        };
        let (parameters, gradients) = (update.parameters, update.gradients);
        let [squares, second, third, _] = update.slots;
        match (self.momentum != 0.0, self.centered) {
            (false, false) => plain(constants, parameters, gradients, squares),
            (true, false) => rolling(constants, parameters, gradients, squares, second),
            (false, true) => centered(constants, parameters, gradients, squares, second),
            (true, true) => both(constants, parameters, gradients, squares, second, third),
        }
    }
}

/// What is the same for all parameters of a step.
#[derive(Clone, Copy)]
struct Constants {
    rate: f32,
    rho: f32,
    momentum: f32,
    inside: f32,
    outside: f32,
}

impl Constants {
    #[inline(always)]
    fn mean(self, mean: f32, value: f32) -> f32 {
        self.rho * mean + (1.0 - self.rho) * value
    }

    #[inline(always)]
    fn step(self, gradient: f32, square: f32) -> f32 {
        self.rate * gradient / (sqrt(square + self.inside) + self.outside)
    }
}

for_each_level! {
    fn plain(constants: Constants, parameters: &mut [f32], gradients: &[f32], squares: &mut [f32]) {
        for ((parameter, &gradient), a) in parameters.iter_mut().zip(gradients).zip(squares) {
            *a = constants.mean(*a, gradient * gradient);
            *parameter -= constants.step(gradient, *a);
        }
    }
}

for_each_level! {
    fn rolling(constants: Constants, parameters: &mut [f32], gradients: &[f32], squares: &mut [f32], momenta: &mut [f32]) {
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(momenta);
        for (((parameter, &gradient), a), b) in elements {
            *a = constants.mean(*a, gradient * gradient);
            *b = constants.momentum * *b + constants.step(gradient, *a);
            *parameter -= *b;
        }
    }
}

for_each_level! {
    fn centered(constants: Constants, parameters: &mut [f32], gradients: &[f32], squares: &mut [f32], means: &mut [f32]) {
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(means);
        for (((parameter, &gradient), a), c) in elements {
            *a = constants.mean(*a, gradient * gradient);
            *c = constants.mean(*c, gradient);
            *parameter -= constants.step(gradient, *a - *c * *c);
        }
    }
}

for_each_level! {
    fn both(
        constants: Constants,
        parameters: &mut [f32],
        gradients: &[f32],
        squares: &mut [f32],
        momenta: &mut [f32],
        means: &mut [f32],
    ) {
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(momenta).zip(means);
        for ((((parameter, &gradient), a), b), c) in elements {
            *a = constants.mean(*a, gradient * gradient);
            *c = constants.mean(*c, gradient);
            *b = constants.momentum * *b + constants.step(gradient, *a - *c * *c);
            *parameter -= *b;
        }
    }
}
