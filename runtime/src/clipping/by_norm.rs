//! Clipping of each tensor by its norm.

use super::norms::{self, norm, scale};
use super::{Clipping, Gradients, trained};
use crate::storage::TensorEntry;

/// `g ← g · c / max(‖g‖, c)` for each tensor, with its Euclidean norm; Keras's `clipnorm = c`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipByNorm(
    /// c, greater than 0.
    pub f32,
);

impl Clipping for ClipByNorm {
    fn room(&self, table: &'static [TensorEntry]) -> usize {
        trained(table)
            .map(|entry| norms::room(entry.len()))
            .max()
            .unwrap_or(0)
    }

    fn clip(&self, step: Gradients<'_>) {
        let limit = f64::from(self.0);
        for entry in trained(step.table) {
            let gradients = &mut step.gradients[entry.offset..][..entry.len()];
            let norm = norm(step.team, gradients, step.room);
            if norm > limit {
                scale(step.team, (limit / norm) as f32, gradients);
            }
        }
    }
}
