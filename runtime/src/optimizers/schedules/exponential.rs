//! Exponential decay.

use super::Schedule;

/// `η₀ rᵗ`, with t = step / decay steps, rounded down if `staircase`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExponentialDecay {
    /// η₀.
    pub initial_learning_rate: f64,
    /// After how many batches the factor r has been reached.
    pub decay_steps: u64,
    /// r.
    pub decay_rate: f64,
    /// Whether the learning rate stays the same between multiples of `decay_steps`.
    pub staircase: bool,
}

impl Default for ExponentialDecay {
    /// From 0.01, a tenth less every 1,000 batches.
    fn default() -> ExponentialDecay {
        ExponentialDecay {
            initial_learning_rate: 0.01,
            decay_steps: 1_000,
            decay_rate: 0.9,
            staircase: false,
        }
    }
}

impl Schedule for ExponentialDecay {
    fn learning_rate(&self, step: u64) -> f64 {
        let periods = super::periods(step, self.decay_steps, self.staircase);
        self.initial_learning_rate * libm::pow(self.decay_rate, periods)
    }
}
