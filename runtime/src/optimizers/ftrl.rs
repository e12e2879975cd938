//! FTRL-Proximal.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;
use crate::kernels::math::{exp, ln, maximum, minimum, sqrt};

/// Follow the regularized leader, for sparse weights:
///
/// ```text
/// n' = n + g²        λ₂' = λ₂ + β / 2η        p = −learning_rate_power
/// z ← z + g + 2 s w − (n'^p − n^p) / η · w
/// w ← (clip(z, −λ₁, λ₁) − z) / (n'^p / η + 2 λ₂')
/// ```
///
/// McMahan and others, "Ad click prediction: a view from the trenches" (2013).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ftrl {
    /// η.
    pub learning_rate: f64,
    /// −p, at most 0: how fast the learning rate falls; 0 keeps it.
    pub learning_rate_power: f64,
    /// What n is at first.
    pub initial_accumulator_value: f64,
    /// λ₁.
    pub l1_regularization_strength: f64,
    /// λ₂.
    pub l2_regularization_strength: f64,
    /// s, an `l2` penalty on the gradient alone.
    pub l2_shrinkage_regularization_strength: f64,
    /// β.
    pub beta: f64,
}

impl Default for Ftrl {
    /// Learning rate 0.001, power −0.5, first sum 0.1, no penalties.
    fn default() -> Ftrl {
        Ftrl {
            learning_rate: 0.001,
            learning_rate_power: -0.5,
            initial_accumulator_value: 0.1,
            l1_regularization_strength: 0.0,
            l2_regularization_strength: 0.0,
            l2_shrinkage_regularization_strength: 0.0,
            beta: 0.0,
        }
    }
}

impl Optimizer for Ftrl {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        &["accumulator", "linear"]
    }

    fn start(&self, slot: usize) -> f32 {
        match slot {
            0 => self.initial_accumulator_value as f32,
            _ => 0.0,
        }
    }

    fn update(&self, update: Update<'_>) {
        let rate = update.learning_rate;
        let constants = Constants {
            inverse_rate: (1.0 / rate) as f32,
            power: -self.learning_rate_power as f32,
            l1: self.l1_regularization_strength as f32,
            double_l2: (2.0 * self.l2_regularization_strength + self.beta / rate) as f32,
            double_shrinkage: (2.0 * self.l2_shrinkage_regularization_strength) as f32,
        };
        let (parameters, gradients) = (update.parameters, update.gradients);
        let [squares, linear, ..] = update.slots;
        match self.learning_rate_power == -0.5 {
            true => follow_roots(constants, parameters, gradients, squares, linear),
            false => follow_powers(constants, parameters, gradients, squares, linear),
        }
    }
}

/// What is the same for all parameters of a step.
#[derive(Clone, Copy)]
struct Constants {
    inverse_rate: f32,
    power: f32,
    l1: f32,
    double_l2: f32,
    double_shrinkage: f32,
}

impl Constants {
    /// Follows one parameter, with the powers of n before and after.
    #[inline(always)]
    fn follow(self, parameter: &mut f32, gradient: f32, z: &mut f32, before: f32, after: f32) {
        let pull = gradient + self.double_shrinkage * *parameter;
        *z += pull - (after - before) * self.inverse_rate * *parameter;
        let clipped = maximum(minimum(*z, self.l1), -self.l1);
        *parameter = (clipped - *z) / (after * self.inverse_rate + self.double_l2);
    }
}

for_each_level! {
    fn follow_roots(constants: Constants, parameters: &mut [f32], gradients: &[f32], squares: &mut [f32], linear: &mut [f32]) {
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(linear);
        for (((parameter, &gradient), n), z) in elements {
            let before = sqrt(*n);
            *n += gradient * gradient;
            constants.follow(parameter, gradient, z, before, sqrt(*n));
        }
    }
}

/// x^p, and 0 for x = 0 unless p is 0, too.
#[inline(always)]
fn power(x: f32, p: f32) -> f32 {
    let power = exp(p * ln(x));
    if p == 0.0 { 1.0 } else { power }
}

for_each_level! {
    fn follow_powers(constants: Constants, parameters: &mut [f32], gradients: &[f32], squares: &mut [f32], linear: &mut [f32]) {
        let elements = parameters.iter_mut().zip(gradients).zip(squares).zip(linear);
        for (((parameter, &gradient), n), z) in elements {
            let before = power(*n, constants.power);
            *n += gradient * gradient;
            constants.follow(parameter, gradient, z, before, power(*n, constants.power));
        }
    }
}
