//! Learning rate schedules: the learning rate as a function of the batches so far.
//!
//! `Sgd::default().schedule(CosineDecay { .. })` is an optimizer whose learning rate follows one. Names, arguments and formulas are those of
//! Keras 3. A closure is a schedule, too: `|step| 0.1 / (1.0 + step as f64)`.

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
