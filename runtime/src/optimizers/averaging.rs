//! Averages of the weights.

/// An exponential moving average of the weights: `a ← μ a + (1 − μ) w` after each update, from `a = w` after the first one; Keras's
/// `use_ema = True`.
///
/// Training goes on with the weights themselves. At the end of `fit` they are replaced by their averages, as in Keras. Before, `Training::swap_averages` changes
/// places with them, for an evaluation or to save them, and back.
///
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging" (1992).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Averaging {
    /// μ, Keras's `ema_momentum`.
    pub momentum: f64,
    /// After how many updates each time the weights are replaced by their averages; Keras's `ema_overwrite_frequency`.
    pub overwrite_every: Option<u64>,
}

impl Default for Averaging {
    /// μ 0.99, without replacing.
    fn default() -> Averaging {
        Averaging::from(0.99)
    }
}

impl From<f64> for Averaging {
    /// An average of that momentum, without replacing.
    fn from(momentum: f64) -> Averaging {
        Averaging {
            momentum,
            overwrite_every: None,
        }
    }
}
