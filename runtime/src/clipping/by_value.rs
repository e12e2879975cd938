//! Clipping of each element.

use super::norms::AT_ONCE;
use super::{Clipping, Gradients};

/// `g ← min(max(g, −c), c)` for each element; Keras's `clipvalue = c`.
///
/// # Panics
/// In a step, if c is negative or NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipByValue(
    /// c, at least 0.
    pub f32,
);

impl Clipping for ClipByValue {
    fn clip(&self, step: Gradients<'_>) {
        let limit = self.0;
        let parts = [step.gradients];
        step.team.split_chunks(parts, AT_ONCE, |_, [gradients]| {
            for gradient in gradients {
                *gradient = gradient.clamp(-limit, limit);
            }
        });
    }
}
