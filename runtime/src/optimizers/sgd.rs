//! Stochastic gradient descent.

use super::Optimizer;

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
    fn slots(&self) -> usize {
        usize::from(self.momentum != 0.0)
    }

    fn update(
        &self,
        _step: u64,
        parameters: &mut [f32],
        gradients: &[f32],
        slots: &mut [&mut [f32]],
    ) {
        let (learning_rate, momentum, nesterov) = (
            self.learning_rate as f32,
            self.momentum as f32,
            self.nesterov,
        );
        match slots {
            [velocities, ..] => {
                for ((parameter, &gradient), velocity) in parameters
                    .iter_mut()
                    .zip(gradients)
                    .zip(velocities.iter_mut())
                {
                    let pull = learning_rate * gradient;
                    *velocity = momentum * *velocity - pull;
                    *parameter += if nesterov {
                        momentum * *velocity - pull
                    } else {
                        *velocity
                    };
                }
            }
            [] => {
                for (parameter, &gradient) in parameters.iter_mut().zip(gradients) {
                    *parameter -= learning_rate * gradient;
                }
            }
        }
    }
}
