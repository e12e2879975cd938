//! Clipping: gradients that are too large are made smaller before the optimizer sees them.
//!
//! `Sgd::default().clip(AdaptiveClipping::default())` is an optimizer that clips. Keras's arguments `clipvalue`, `clipnorm` and
//! `global_clipnorm` are [`ClipByValue`], [`ClipByNorm`] and [`ClipByGlobalNorm`]. As in Keras 3 there is one of them at
//! most: what clips already has no method `clip`.
//!
//! ```compile_fail
//! use formwork_runtime::clipping::{Clip, ClipByNorm, ClipByValue};
//! use formwork_runtime::optimizers::Sgd;
//!
//! let twice = Sgd::default().clip(ClipByValue(1.0)).clip(ClipByNorm(1.0));
//! ```
//!
//! Keras 2.0 to 2.3 called the norm over all tensors `clipnorm`; since then that is the norm of each tensor.

mod adaptive;
mod by_global_norm;
mod by_norm;
mod by_value;
mod norms;

pub use adaptive::{AdaptiveClipping, Head};
pub use by_global_norm::ClipByGlobalNorm;
pub use by_norm::ClipByNorm;
pub use by_value::ClipByValue;

use crate::kernels::team::Team;
use crate::optimizers::Optimizer;
use crate::storage::{Region, TensorEntry};

/// The gradients of a step, and what they can be compared with.
#[derive(Debug)]
pub struct Gradients<'a> {
    /// All tensors of the model. Those that are trained lie one after the other in `parameters` and `gradients`.
    pub table: &'static [TensorEntry],
    /// The name of the last layer that has parameters.
    pub last_layer: &'static str,
    /// The trained parameters, as they are before the step.
    pub parameters: &'a [f32],
    /// Their gradients.
    pub gradients: &'a mut [f32],
    /// As many floats as [`Clipping::room`] has asked for.
    pub room: &'a mut [f32],
    /// The threads. No result may depend on how many they are.
    pub team: &'a Team,
}

/// A way of clipping.
pub trait Clipping: Send + Sync {
    /// Floats that one step works in.
    fn room(&self, table: &'static [TensorEntry]) -> usize {
        let _ = table;
        0
    }

    /// Makes gradients smaller that are too large.
    fn clip(&self, gradients: Gradients<'_>);
}

/// The tensors that are trained.
fn trained(table: &'static [TensorEntry]) -> impl Iterator<Item = &'static TensorEntry> {
    table
        .iter()
        .filter(|entry| entry.region == Region::Trainable)
}

/// An optimizer whose gradients are clipped first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clipped<O, C> {
    /// The optimizer.
    pub optimizer: O,
    /// How its gradients are clipped.
    pub clipping: C,
}

/// The method [`clip`](Self::clip) of optimizers. An optimizer of one's own gets it by `impl Clip for MyOptimizer {}`.
pub trait Clip: Optimizer + Sized {
    /// The same optimizer with gradients that are clipped first.
    fn clip<C: Clipping>(self, clipping: C) -> Clipped<Self, C> {
        Clipped {
            optimizer: self,
            clipping,
        }
    }
}

impl<O: Optimizer, C: Clipping> Optimizer for Clipped<O, C> {
    fn slots(&self) -> usize {
        self.optimizer.slots()
    }

    fn update(
        &self,
        step: u64,
        parameters: &mut [f32],
        gradients: &[f32],
        slots: &mut [&mut [f32]],
    ) {
        self.optimizer.update(step, parameters, gradients, slots);
    }

    fn clipping(&self) -> Option<&dyn Clipping> {
        Some(&self.clipping)
    }
}

#[cfg(test)]
mod tests;
