//! Inverse time decay.

use super::Schedule;

/// `η₀ / (1 + r t)`, with t = step / decay steps, rounded down if `staircase`.
///
/// With `decay_steps: 1` it is what Keras 2 made of an optimizer's argument `decay = r`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct InverseTimeDecay {
    /// η₀.
    pub initial_learning_rate: f64,
    /// How many batches t counts as one.
    pub decay_steps: u64,
    /// r.
    pub decay_rate: f64,
    /// Whether the learning rate stays the same between multiples of `decay_steps`.
    pub staircase: bool,
}

impl InverseTimeDecay {
    /// Keras 2's arguments `lr` and `decay`: `η₀ / (1 + decay · step)`.
    pub fn keras2(learning_rate: f64, decay: f64) -> InverseTimeDecay {
        InverseTimeDecay {
            initial_learning_rate: learning_rate,
            decay_steps: 1,
            decay_rate: decay,
            staircase: false,
        }
    }
}

impl Default for InverseTimeDecay {
    /// From 0.01, half of it after 1,000 batches.
    fn default() -> InverseTimeDecay {
        InverseTimeDecay {
            initial_learning_rate: 0.01,
            decay_steps: 1_000,
            decay_rate: 1.0,
            staircase: false,
        }
    }
}

impl Schedule for InverseTimeDecay {
    fn learning_rate(&self, step: u64) -> f64 {
        let periods = super::periods(step, self.decay_steps, self.staircase);
        self.initial_learning_rate / (1.0 + self.decay_rate * periods)
    }
}
