//! Optimizers, with Keras 3's update rules and defaults.
//!
//! An optimizer sees flat slices: parameters, gradients and its own slots, and works element by element, so that a step
//! can be cut anywhere and given to several threads.

mod adam;
mod sgd;

pub use adam::Adam;
pub use sgd::Sgd;

use crate::clipping::{Clip, Clipping};

/// An update rule that works element by element.
pub trait Optimizer: Send + Sync {
    /// Number of values kept for each parameter from one step to the next. They start at zero.
    fn slots(&self) -> usize;

    /// Updates a run of parameters.
    ///
    /// `step` counts from 1. `parameters`, `gradients` and each of the `slots` have the same length and belong together
    /// element by element.
    fn update(
        &self,
        step: u64,
        parameters: &mut [f32],
        gradients: &[f32],
        slots: &mut [&mut [f32]],
    );

    /// How gradients are clipped before they come here.
    fn clipping(&self) -> Option<&dyn Clipping> {
        None
    }
}

impl Clip for Adam {}
impl Clip for Sgd {}

#[cfg(test)]
mod tests;
