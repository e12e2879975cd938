//! Clipping of all gradients by their common norm.

use super::norms::{self, norm, scale};
use super::{Clipping, Gradients, trained};
use crate::storage::TensorEntry;

/// `g ← g · c · min(1/‖g‖, 1/c)` with the Euclidean norm over all tensors; Keras's `global_clipnorm = c`.
///
/// If the norm isn't finite, all gradients become NaN, as in Keras, so that the loss shows it. Pascanu, Mikolov and Bengio,
/// "On the difficulty of training recurrent neural networks" (2013).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipByGlobalNorm(
    /// c, greater than 0.
    pub f32,
);

impl Clipping for ClipByGlobalNorm {
    fn room(&self, table: &'static [TensorEntry]) -> usize {
        norms::room(trained(table).map(TensorEntry::len).sum())
    }

    fn clip(&self, step: Gradients<'_>) {
        let limit = f64::from(self.0);
        let norm = norm(step.team, step.gradients, step.room);
        if !norm.is_finite() {
            scale(step.team, f32::NAN, step.gradients);
        } else if norm > limit {
            scale(step.team, (limit / norm) as f32, step.gradients);
        }
    }
}
