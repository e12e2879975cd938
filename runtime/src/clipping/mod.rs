//! Clipping: gradients that are too large are made smaller before the optimizer sees them.
//!
//! `Sgd::default().clip(AdaptiveClipping::default())` is an optimizer that clips. Keras's arguments `clipvalue`, `clipnorm` and
//! `global_clipnorm` are [`ClipByValue`], [`ClipByNorm`] and [`ClipByGlobalNorm`]. As in Keras 3 there is one of them at
//! most.
//!
//! Keras 2.0 to 2.3 called the norm over all tensors `clipnorm`; since then that is the norm of each tensor.

mod adaptive;
mod by_global_norm;
mod by_norm;
mod by_value;
mod dynamic;
pub(crate) mod norms;

pub use adaptive::{AdaptiveClipping, Head};
pub use by_global_norm::ClipByGlobalNorm;
pub use by_norm::ClipByNorm;
pub use by_value::ClipByValue;
pub use dynamic::{DynamicClip, Scope};

use crate::kernels::team::Team;
use crate::storage::{Region, TensorEntry};

/// The gradients of a step, and what they can be compared with.
#[derive(Debug)]
pub struct Gradients<'a> {
    /// The number of the update that they are for, from 1.
    pub step: u64,
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
    /// As many floats as [`Clipping::kept`] has asked for, as the last update left them. They start at 0.
    pub kept: &'a mut [f32],
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

    /// Floats that are kept from one update to the next.
    fn kept(&self, table: &'static [TensorEntry]) -> usize {
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

#[cfg(test)]
mod tests;
