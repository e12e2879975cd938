//! A callback made of a closure.

use super::{Callback, CallbackError, Control};

/// A closure that is called at one kind of moment: Keras's `LambdaCallback`.
///
/// ```ignore
/// let mut shout = Hook::epoch_end(|control| { println!("{:?}", control.value("loss")); Ok(()) });
/// ```
pub struct Hook<F> {
    moment: Moment,
    call: F,
}

#[derive(Clone, Copy, PartialEq)]
enum Moment {
    TrainBegin,
    EpochBegin,
    BatchBegin,
    BatchEnd,
    EpochEnd,
    TrainEnd,
}

impl<F: FnMut(&mut Control<'_>) -> Result<(), CallbackError>> Hook<F> {
    /// Called when the training begins.
    pub fn train_begin(call: F) -> Hook<F> {
        Hook::at(Moment::TrainBegin, call)
    }

    /// Called when an epoch begins.
    pub fn epoch_begin(call: F) -> Hook<F> {
        Hook::at(Moment::EpochBegin, call)
    }

    /// Called when a batch begins.
    pub fn batch_begin(call: F) -> Hook<F> {
        Hook::at(Moment::BatchBegin, call)
    }

    /// Called when a batch is done.
    pub fn batch_end(call: F) -> Hook<F> {
        Hook::at(Moment::BatchEnd, call)
    }

    /// Called when an epoch and its validation are done.
    pub fn epoch_end(call: F) -> Hook<F> {
        Hook::at(Moment::EpochEnd, call)
    }

    /// Called when the training ends.
    pub fn train_end(call: F) -> Hook<F> {
        Hook::at(Moment::TrainEnd, call)
    }

    fn at(moment: Moment, call: F) -> Hook<F> {
        Hook { moment, call }
    }

    fn reach(&mut self, moment: Moment, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if self.moment == moment {
            (self.call)(control)
        } else {
            Ok(())
        }
    }
}

impl<F: FnMut(&mut Control<'_>) -> Result<(), CallbackError>> Callback for Hook<F> {
    fn name(&self) -> &str {
        "Hook"
    }

    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::TrainBegin, control)
    }

    fn epoch_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::EpochBegin, control)
    }

    fn batch_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::BatchBegin, control)
    }

    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::BatchEnd, control)
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::EpochEnd, control)
    }

    fn train_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.reach(Moment::TrainEnd, control)
    }
}
