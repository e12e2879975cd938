//! Schedules made of others.

use super::Schedule;

/// Always the same learning rate: for a part of a composition.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Constant(
    /// It.
    pub f64,
);

impl Schedule for Constant {
    fn learning_rate(&self, _step: u64) -> f64 {
        self.0
    }
}

/// A learning rate that rises linearly from `from` to the first of another schedule, which begins afterwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LinearWarmUp<S> {
    /// The learning rate of the first batch.
    pub from: f64,
    /// How many batches the warm-up takes.
    pub steps: u64,
    /// What follows.
    pub then: S,
}

impl<S: Schedule> Schedule for LinearWarmUp<S> {
    fn learning_rate(&self, step: u64) -> f64 {
        if step >= self.steps {
            return self.then.learning_rate(step - self.steps);
        }
        let done = step as f64 / self.steps as f64;
        self.from + (self.then.learning_rate(0) - self.from) * done
    }
}

/// One schedule for some batches, and another one, which begins then, for those that follow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequence<A, B> {
    /// The first.
    pub first: A,
    /// For how many batches.
    pub steps: u64,
    /// The second.
    pub then: B,
}

impl<A: Schedule, B: Schedule> Schedule for Sequence<A, B> {
    fn learning_rate(&self, step: u64) -> f64 {
        match step.checked_sub(self.steps) {
            Some(later) => self.then.learning_rate(later),
            None => self.first.learning_rate(step),
        }
    }
}
