//! Learning rate schedules: the learning rate as a function of the batches so far.
//!
//! `Sgd::default().schedule(CosineDecay { .. })` is an optimizer whose learning rate follows one. Names, arguments and formulas are those of
//! Keras 3. A closure is a schedule, too: `|step| 0.1 / (1.0 + step as f64)`. Any of them can be warmed up, or follow another one:
//!
//! ```
//! use formwork_runtime::optimizers::schedules::{ExponentialDecay, LinearWarmUp, Schedule};
//!
//! let decay = ExponentialDecay { initial_learning_rate: 0.1, ..ExponentialDecay::default() };
//! let schedule = LinearWarmUp { from: 0.0, steps: 10, then: decay };
//! assert_eq!(schedule.learning_rate(5), 0.05);
//! assert_eq!(schedule.learning_rate(10), 0.1);
//! ```

mod compose;
mod cosine;
mod exponential;
mod inverse_time;
mod piecewise;
mod polynomial;

pub use compose::{Constant, LinearWarmUp, Sequence};
pub use cosine::{CosineDecay, CosineDecayRestarts};
pub use exponential::ExponentialDecay;
pub use inverse_time::InverseTimeDecay;
pub use piecewise::PiecewiseConstantDecay;
pub use polynomial::PolynomialDecay;

/// A learning rate for every step.
pub trait Schedule: Send + Sync {
    /// The learning rate after `step` batches, which is that of batch number `step` counted from 0.
    fn learning_rate(&self, step: u64) -> f64;
}

impl<F: Fn(u64) -> f64 + Send + Sync> Schedule for F {
    fn learning_rate(&self, step: u64) -> f64 {
        self(step)
    }
}

/// How many periods of `length` batches have passed.
fn periods(step: u64, length: u64, whole: bool) -> f64 {
    let length = length.max(1);
    match whole {
        true => (step / length) as f64,
        false => step as f64 / length as f64,
    }
}

#[cfg(test)]
pub(crate) mod tests;
