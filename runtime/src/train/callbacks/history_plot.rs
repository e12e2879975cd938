//! Curves that are drawn while the training runs.

use super::{Callback, CallbackError, Control};
use std::path::{Path, PathBuf};

/// Draws the curves of loss and metrics as an SVG file after each epoch, as [`History::curves_svg`](crate::train::History::curves_svg).
#[derive(Clone, Debug)]
pub struct HistoryPlot {
    path: PathBuf,
}

impl HistoryPlot {
    /// Draws to that file.
    pub fn new(path: impl AsRef<Path>) -> HistoryPlot {
        HistoryPlot {
            path: path.as_ref().to_owned(),
        }
    }
}

impl Callback for HistoryPlot {
    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let mut history = control.history().clone();
        history.push(control.values());
        Ok(history.curves_svg(&self.path)?)
    }
}
