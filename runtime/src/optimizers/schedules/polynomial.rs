//! Polynomial decay.

use super::Schedule;

/// `(η₀ − η₁)(1 − t)ᵖ + η₁`, with t = step / decay steps and no further than 1.
///
/// With `cycle`, the decay steps are multiplied by the least whole number that makes them reach the step, so that the
/// learning rate rises again each time that it has come to η₁.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PolynomialDecay {
    /// η₀.
    pub initial_learning_rate: f64,
    /// After how many batches η₁ is reached.
    pub decay_steps: u64,
    /// η₁.
    pub end_learning_rate: f64,
    /// p.
    pub power: f64,
    /// Whether it begins anew afterwards.
    pub cycle: bool,
}

impl Default for PolynomialDecay {
    /// Linearly from 0.01 to 0.0001 in 1,000 batches.
    fn default() -> PolynomialDecay {
        PolynomialDecay {
            initial_learning_rate: 0.01,
            decay_steps: 1_000,
            end_learning_rate: 0.0001,
            power: 1.0,
            cycle: false,
        }
    }
}

impl Schedule for PolynomialDecay {
    fn learning_rate(&self, step: u64) -> f64 {
        let decay_steps = self.decay_steps.max(1);
        let cycles = match self.cycle {
            true => step.div_ceil(decay_steps).max(1),
            false => 1,
        };
        let span = decay_steps as f64 * cycles as f64;
        let done = (step as f64 / span).min(1.0);
        let range = self.initial_learning_rate - self.end_learning_rate;
        range * libm::pow(1.0 - done, self.power) + self.end_learning_rate
    }
}
