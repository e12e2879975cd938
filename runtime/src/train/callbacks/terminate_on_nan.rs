//! Ending a training whose numbers are no numbers any more.

use super::{Callback, CallbackError, Control};

/// Ends the training when the loss or a gradient isn't finite, and says where that began.
///
/// Other than in Keras, the optimizer step of that batch isn't made: the model keeps the last weights that were good.
#[derive(Clone, Debug, Default)]
pub struct TerminateOnNaN {
    reason: Option<String>,
}

impl TerminateOnNaN {
    /// What wasn't finite: the input, a tensor of the model, the first layer whose output wasn't, or a gradient.
    pub fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

impl Callback for TerminateOnNaN {
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        control.engine.watches_numbers = true;
        control.engine.fault = None;
        self.reason = None;
        Ok(())
    }

    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if let Some(fault) = &control.engine.fault {
            let reason = format!(
                "epoch {}, batch {}: {fault}",
                control.epoch() + 1,
                control.batch()
            );
            self.reason = Some(reason);
            control.stop();
        }
        Ok(())
    }

    fn train_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        control.engine.watches_numbers = false;
        control.engine.fault = None;
        if let Some(reason) = &self.reason {
            eprintln!("training was ended: {reason}");
        }
        Ok(())
    }
}
