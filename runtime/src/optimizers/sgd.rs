//! Stochastic gradient descent.

use super::{Optimizer, Update};
use crate::kernels::level::for_each_level;

/// Gradient descent, with momentum μ if that isn't 0: `v ← μ v − η g`, then `w ← w + v`, or `w ← w + μ v − η g` with
/// Nesterov's momentum.
///
/// Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and momentum in deep learning" (2013), in the form that
/// Keras uses: the learning rate is inside the velocity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sgd {
    /// η.
    pub learning_rate: f64,
    /// μ, in `0.0..=1.0`. With 0 nothing is kept from step to step.
    pub momentum: f64,
    /// Looks ahead along the velocity.
    pub nesterov: bool,
}

impl Default for Sgd {
    /// Learning rate 0.01 without momentum.
    fn default() -> Sgd {
        Sgd {
            learning_rate: 0.01,
            momentum: 0.0,
            nesterov: false,
        }
    }
}

impl Optimizer for Sgd {
    own_learning_rate!();

    fn slots(&self) -> &'static [&'static str] {
        if self.momentum == 0.0 {
            &[]
        } else {
            &["momentum"]
        }
    }

    fn update(&self, update: Update<'_>) {
        let (rate, momentum) = (update.learning_rate as f32, self.momentum as f32);
        let [velocities, ..] = update.slots;
        if self.momentum == 0.0 {
            descend(rate, update.parameters, update.gradients);
        } else if self.nesterov {
            look_ahead(
                rate,
                momentum,
                update.parameters,
                update.gradients,
                velocities,
            );
        } else {
            roll(
                rate,
                momentum,
                update.parameters,
                update.gradients,
                velocities,
            );
        }
    }
}

for_each_level! {
    fn descend(rate: f32, parameters: &mut [f32], gradients: &[f32]) {
        for (parameter, &gradient) in parameters.iter_mut().zip(gradients) {
            *parameter -= rate * gradient;
        }
    }
}

for_each_level! {
    fn roll(rate: f32, momentum: f32, parameters: &mut [f32], gradients: &[f32], velocities: &mut [f32]) {
        for ((parameter, &gradient), velocity) in parameters.iter_mut().zip(gradients).zip(velocities) {
            *velocity = momentum * *velocity - rate * gradient;
            *parameter += *velocity;
        }
    }
}

for_each_level! {
    fn look_ahead(rate: f32, momentum: f32, parameters: &mut [f32], gradients: &[f32], velocities: &mut [f32]) {
        for ((parameter, &gradient), velocity) in parameters.iter_mut().zip(gradients).zip(velocities) {
            let pull = rate * gradient;
            *velocity = momentum * *velocity - pull;
            *parameter += momentum * *velocity - pull;
        }
    }
}
