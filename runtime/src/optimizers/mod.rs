//! Optimizers, with Keras 3's update rules and defaults.
//!
//! An optimizer sees flat slices: parameters, gradients and its own slots, and works element by element, so that a step
//! can be cut anywhere and given to several threads. What all optimizers can do besides is added by [`OptimizerExt`]:
//! clipping, learning rate schedules, weight decay, averages of the weights and accumulation of gradients, in any order.
//!
//! ```
//! use formwork_runtime::clipping::ClipByGlobalNorm;
//! use formwork_runtime::optimizers::schedules::CosineDecay;
//! use formwork_runtime::optimizers::{Adam, OptimizerExt, WeightDecay};
//!
//! let optimizer = Adam::default()
//!     .schedule(CosineDecay { decay_steps: 10_000, ..CosineDecay::default() })
//!     .weight_decay(WeightDecay { rate: 0.004, exclude: &["bias", "gamma", "beta"] })
//!     .average(0.999)
//!     .accumulate(4)
//!     .clip(ClipByGlobalNorm(1.0));
//! ```
//!
//! # An optimizer of one's own
//!
//! is a type with this trait. This one, the signs of the gradients with momentum, has one slot:
//!
//! ```
//! use formwork_runtime::optimizers::{Optimizer, OptimizerExt, Update};
//!
//! struct SignMomentum {
//!     learning_rate: f64,
//!     momentum: f32,
//! }
//!
//! impl Optimizer for SignMomentum {
//!     fn learning_rate(&self, _step: u64) -> f64 {
//!         self.learning_rate
//!     }
//!
//!     fn set_learning_rate(&mut self, learning_rate: f64) -> bool {
//!         self.learning_rate = learning_rate;
//!         true
//!     }
//!
//!     fn slots(&self) -> &'static [&'static str] {
//!         &["momentum"]
//!     }
//!
//!     fn update(&self, update: Update<'_>) {
//!         let rate = update.learning_rate as f32;
//!         let [momenta, ..] = update.slots;
//!         for ((parameter, gradient), m) in update.parameters.iter_mut().zip(update.gradients).zip(momenta) {
//!             *m = self.momentum * *m + (1.0 - self.momentum) * gradient.signum();
//!             *parameter -= rate * *m;
//!         }
//!     }
//! }
//!
//! // Gives it `clip`, `schedule`, `weight_decay`, `average` and `accumulate`.
//! impl OptimizerExt for SignMomentum {}
//!
//! let optimizer = SignMomentum { learning_rate: 0.01, momentum: 0.9 }.weight_decay(0.004);
//! let mut parameters = [1.0, -2.0];
//! let mut momenta = [0.0; 2];
//! optimizer.update(Update {
//!     step: 1,
//!     learning_rate: optimizer.learning_rate(0),
//!     parameters: &mut parameters,
//!     gradients: &[0.3, -4.0],
//!     slots: [&mut momenta, &mut [], &mut [], &mut []],
//!     scalars: &[],
//!     sums: &[],
//! });
//! assert_eq!(momenta, [1.0 - 0.9, 0.9 - 1.0]);
//! ```

/// The methods of an optimizer whose learning rate is its field `learning_rate`.
macro_rules! own_learning_rate {
    () => {
        fn learning_rate(&self, _step: u64) -> f64 {
            self.learning_rate
        }

        fn set_learning_rate(&mut self, learning_rate: f64) -> bool {
            self.learning_rate = learning_rate;
            true
        }
    };
}

mod adadelta;
mod adagrad;
mod adam;
mod adam_w;
mod adamax;
mod averaging;
mod ftrl;
mod lamb;
mod lion;
mod nadam;
mod rmsprop;
pub mod schedules;
mod settings;
mod sgd;
mod weight_decay;

pub use adadelta::Adadelta;
pub use adagrad::Adagrad;
pub use adam::Adam;
pub use adam_w::AdamW;
pub use adamax::Adamax;
pub use averaging::Averaging;
pub use ftrl::Ftrl;
pub use lamb::Lamb;
pub use lion::Lion;
pub use nadam::Nadam;
pub use rmsprop::Rmsprop;
pub use settings::{Accumulation, Clipped, Made, OptimizerExt, Scheduled, Setting, Settings, With};
pub use sgd::Sgd;
pub use weight_decay::WeightDecay;

/// The largest number of slots of an optimizer.
pub const MAX_SLOTS: usize = 4;

/// The largest number of scalars of an optimizer.
pub const MAX_SCALARS: usize = 4;

/// The largest number of sums over a tensor.
pub const MAX_SUMS: usize = 4;

/// An update of a run of parameters.
///
/// `parameters`, `gradients` and each slot that the optimizer has are equally long and belong together element by element.
#[derive(Debug)]
pub struct Update<'a> {
    /// The number of this update, from 1.
    pub step: u64,
    /// The learning rate of this update: the optimizer's own, or its schedule's.
    pub learning_rate: f64,
    /// What is updated.
    pub parameters: &'a mut [f32],
    /// The gradients.
    pub gradients: &'a [f32],
    /// [`Optimizer::slots`], in their order; the rest is empty.
    pub slots: [&'a mut [f32]; MAX_SLOTS],
    /// [`Optimizer::scalars`], in their order.
    pub scalars: &'a [f32],
    /// What [`Optimizer::measure`] has found in the whole tensor: as many numbers as [`Optimizer::sums`] says.
    pub sums: &'a [f64],
}

/// An update rule.
///
/// A training calls [`advance`](Self::advance) once an update, and [`update`](Self::update) for runs of parameters that together are all of
/// them, on several threads. What is kept from one update to the next, the slots and scalars, is the training's.
pub trait Optimizer: Send + Sync {
    /// The learning rate after `step` batches.
    fn learning_rate(&self, step: u64) -> f64;

    /// Changes the learning rate from now on. False if it can't be changed because a schedule decides.
    fn set_learning_rate(&mut self, learning_rate: f64) -> bool;

    /// The names of the values that are kept for each parameter from one update to the next, at most [`MAX_SLOTS`].
    fn slots(&self) -> &'static [&'static str];

    /// What the slot of that number holds before the first update.
    fn start(&self, slot: usize) -> f32 {
        let _ = slot;
        0.0
    }

    /// The names of the numbers that are kept for all parameters together, at most [`MAX_SCALARS`]. They start at 0.
    fn scalars(&self) -> &'static [&'static str] {
        &[]
    }

    /// Brings the scalars up to date before update number `step`, counted from 1.
    fn advance(&self, step: u64, scalars: &mut [f32]) {
        let _ = (step, scalars);
    }

    /// How many sums over all elements of a tensor [`update`](Self::update) needs, at most [`MAX_SUMS`]. With any, all elements of a tensor are
    /// measured before they are updated, and no run belongs to two tensors.
    fn sums(&self) -> usize {
        0
    }

    /// Adds a run's elements to the sums over its tensor. It may update the slots. The sums of runs are added in order, whatever
    /// the number of threads.
    fn measure(&self, update: Update<'_>, sums: &mut [f64]) {
        let _ = (update, sums);
    }

    /// Updates a run of parameters.
    fn update(&self, update: Update<'_>);

    /// What happens besides: see [`OptimizerExt`].
    fn settings(&self) -> Settings<'_> {
        Settings::default()
    }
}

impl OptimizerExt for Adadelta {}
impl OptimizerExt for Adagrad {}
impl OptimizerExt for Adam {}
impl OptimizerExt for Adamax {}
impl OptimizerExt for Ftrl {}
impl OptimizerExt for Lamb {}
impl OptimizerExt for Lion {}
impl OptimizerExt for Nadam {}
impl OptimizerExt for Rmsprop {}
impl OptimizerExt for Sgd {}

#[cfg(test)]
mod tests;
