//! What can be done between the steps of a training.
//!
//! `Fit { callbacks: &mut [&mut stopping, &mut logger], ..Fit::default() }` calls each of them in this order. A callback is any type
//! with the trait [`Callback`]; what it learns and what it can do stands in the [`Control`] that it gets.

mod control;
mod csv_logger;
mod early_stopping;
mod gradient_norms;
mod history_plot;
mod hook;
mod learning_rate;
mod model_checkpoint;
mod monitor;
mod tensor_board;
mod terminate_on_nan;

pub use control::Control;
pub(super) use control::State;
pub use csv_logger::CsvLogger;
pub use early_stopping::EarlyStopping;
pub use gradient_norms::GradientNorms;
pub use history_plot::HistoryPlot;
pub use hook::Hook;
pub use learning_rate::{LearningRateScheduler, ReduceLROnPlateau};
pub use model_checkpoint::{ModelCheckpoint, SaveFreq};
pub use monitor::Mode;
pub use tensor_board::TensorBoard;
pub use terminate_on_nan::TerminateOnNaN;

use std::fmt::Display;

/// Something that is called at certain moments of [`fit`](super::Training::fit). All methods do nothing by default.
///
/// A method that fails ends the training with [`FitError::Callback`](super::FitError::Callback). The model then has the
/// weights that it had at that moment.
pub trait Callback {
    /// What errors and checkpoints call it.
    fn name(&self) -> &str {
        let path = std::any::type_name::<Self>();
        path.rsplit("::").next().unwrap_or(path)
    }

    /// The training begins, or goes on from a checkpoint.
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// An epoch begins.
    fn epoch_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// A batch begins; [`Control::batch`] have been done in this epoch.
    fn batch_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// A batch is done.
    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// An epoch is done, and its validation.
    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// The training ends, early or not.
    fn train_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let _ = control;
        Ok(())
    }

    /// What must be known to go on from here after the program has been ended: checkpoints keep it.
    fn save(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Takes what [`save`](Self::save) gave. Called before [`train_begin`](Self::train_begin) of a training that goes on
    /// from a checkpoint.
    ///
    /// # Errors
    /// If these bytes can't come from this callback. Then nothing may have changed.
    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        if saved.is_empty() {
            return Ok(());
        }
        Err("it keeps nothing in checkpoints, but the checkpoint has something".into())
    }
}

/// Why a callback failed. Any error turns into it by `?`, and so do texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackError {
    /// The text of the error.
    pub message: String,
}

impl<E: Display> From<E> for CallbackError {
    fn from(error: E) -> CallbackError {
        CallbackError {
            message: error.to_string(),
        }
    }
}
