//! Cosine decay, with warm-up or restarts.

use super::Schedule;
use core::f64::consts::PI;

/// `η ((1 − α) ½ (1 + cos π t) + α)`, with t = step / decay steps and no further than 1.
///
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017), without restarts. With a
/// `warmup_target` the learning rate rises linearly from η₀ to that first, in `warmup_steps` batches, and the decay begins there
/// and then.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecay {
    /// η₀.
    pub initial_learning_rate: f64,
    /// How many batches the decay takes, those of the warm-up not included.
    pub decay_steps: u64,
    /// α, which share of the learning rate is left in the end.
    pub alpha: f64,
    /// The learning rate after the warm-up; `None` for no warm-up.
    pub warmup_target: Option<f64>,
    /// How many batches the warm-up takes.
    pub warmup_steps: u64,
}

impl Default for CosineDecay {
    /// From 0.01 to 0 in 1,000 batches, without warm-up.
    fn default() -> CosineDecay {
        CosineDecay {
            initial_learning_rate: 0.01,
            decay_steps: 1_000,
            alpha: 0.0,
            warmup_target: None,
            warmup_steps: 0,
        }
    }
}

/// From 1 down to α while t goes from 0 to 1.
fn wave(t: f64, alpha: f64) -> f64 {
    (1.0 - alpha) * 0.5 * (1.0 + libm::cos(PI * t)) + alpha
}

impl Schedule for CosineDecay {
    fn learning_rate(&self, step: u64) -> f64 {
        let initial = self.initial_learning_rate;
        let (step, top) = match self.warmup_target {
            Some(target) if step < self.warmup_steps => {
                let done = step as f64 / self.warmup_steps as f64;
                return initial + (target - initial) * done;
            }
            Some(target) => (step - self.warmup_steps, target),
            None => (step, initial),
        };
        let done = step as f64 / self.decay_steps.max(1) as f64;
        top * wave(done.min(1.0), self.alpha)
    }
}

/// Cosine decay that begins anew, each time over a period that is `t_mul` times longer, from a learning rate that is `m_mul`
/// times as large.
///
/// Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts" (2017).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineDecayRestarts {
    /// The learning rate at the start of the first period.
    pub initial_learning_rate: f64,
    /// How many batches the first period takes.
    pub first_decay_steps: u64,
    /// By what a period is longer than the one before, at least 1.
    pub t_mul: f64,
    /// By what the learning rate at the start of a period is multiplied.
    pub m_mul: f64,
    /// Which share of the initial learning rate is left at the end of a period.
    pub alpha: f64,
}

impl Default for CosineDecayRestarts {
    /// From 0.01 to 0 in 1,000 batches, then in 2,000, in 4,000, …
    fn default() -> CosineDecayRestarts {
        CosineDecayRestarts {
            initial_learning_rate: 0.01,
            first_decay_steps: 1_000,
            t_mul: 2.0,
            m_mul: 1.0,
            alpha: 0.0,
        }
    }
}

impl Schedule for CosineDecayRestarts {
    fn learning_rate(&self, step: u64) -> f64 {
        let mut done = step as f64 / self.first_decay_steps.max(1) as f64;
        let mut restarts = 0.0;
        if self.t_mul > 1.0 {
            let mut period = 1.0;
            while done >= period {
                done -= period;
                period *= self.t_mul;
                restarts += 1.0;
            }
            done /= period;
        } else {
            restarts = libm::floor(done);
            done -= restarts;
        }
        let top = libm::pow(self.m_mul, restarts);
        let shape = (1.0 - self.alpha) * 0.5 * top * (1.0 + libm::cos(PI * done)) + self.alpha;
        self.initial_learning_rate * shape
    }
}
