//! Piecewise constant learning rates.

use super::Schedule;

/// One learning rate, and others after certain steps.
///
/// Keras's `boundaries = [5, 12]` with `values = [0.1, 0.02, 0.005]` is
/// `PiecewiseConstantDecay { initial_learning_rate: 0.1, changes: [(5, 0.02), (12, 0.005)] }`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PiecewiseConstantDecay<const N: usize> {
    /// The learning rate up to the first boundary.
    pub initial_learning_rate: f64,
    /// In ascending order: the last step with the learning rate before, and that afterwards.
    pub changes: [(u64, f64); N],
}

impl<const N: usize> Schedule for PiecewiseConstantDecay<N> {
    fn learning_rate(&self, step: u64) -> f64 {
        let passed = self.changes.iter().take_while(|change| step > change.0);
        passed
            .last()
            .map_or(self.initial_learning_rate, |change| change.1)
    }
}
