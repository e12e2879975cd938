//! Ending a training that doesn't get better.

use super::monitor::watched;
use super::{Callback, CallbackError, Control, Mode};
use crate::io::pieces::{Reader, Writer};

/// Ends the training when a value hasn't improved for `patience` epochs, as Keras 3: each epoch is waited for, an
/// improvement by more than `min_delta` starts the wait anew (unless it misses the `baseline`), and after the wait of `patience` epochs the
/// training ends. The first epoch is never the last.
///
/// Keras 2 looked before it counted, and so ended one epoch later.
#[derive(Clone, Debug)]
pub struct EarlyStopping {
    /// The key of the value.
    pub monitor: String,
    /// What it must improve by.
    pub min_delta: f32,
    /// Epochs without an improvement after which it is enough.
    pub patience: usize,
    /// Which way the value gets better.
    pub mode: Mode,
    /// What must be reached before an epoch counts as an improvement.
    pub baseline: Option<f32>,
    /// Whether the model gets the weights of the best epoch at the end, even if the training isn't ended early.
    pub restore_best_weights: bool,
    /// Epochs before this one, from 0, aren't looked at.
    pub start_from_epoch: usize,
    progress: Progress,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Progress {
    waited: usize,
    best: Option<f32>,
    best_epoch: usize,
    stopped_epoch: Option<usize>,
    weights: Vec<f32>,
}

impl Default for EarlyStopping {
    /// Watches `val_loss` without patience.
    fn default() -> EarlyStopping {
        EarlyStopping {
            monitor: "val_loss".into(),
            min_delta: 0.0,
            patience: 0,
            mode: Mode::Auto,
            baseline: None,
            restore_best_weights: false,
            start_from_epoch: 0,
            progress: Progress::default(),
        }
    }
}

impl EarlyStopping {
    /// Watches a value with some patience.
    pub fn new(monitor: &str, patience: usize) -> EarlyStopping {
        EarlyStopping {
            monitor: monitor.into(),
            patience,
            ..EarlyStopping::default()
        }
    }

    /// With that `min_delta`.
    pub fn min_delta(self, min_delta: f32) -> EarlyStopping {
        EarlyStopping { min_delta, ..self }
    }

    /// With that `mode`.
    pub fn mode(self, mode: Mode) -> EarlyStopping {
        EarlyStopping { mode, ..self }
    }

    /// With a `baseline`.
    pub fn baseline(self, baseline: f32) -> EarlyStopping {
        EarlyStopping {
            baseline: Some(baseline),
            ..self
        }
    }

    /// With the weights of the best epoch at the end.
    pub fn restore_best_weights(self) -> EarlyStopping {
        EarlyStopping {
            restore_best_weights: true,
            ..self
        }
    }

    /// From that epoch on, counted from 0.
    pub fn start_from_epoch(self, start_from_epoch: usize) -> EarlyStopping {
        EarlyStopping {
            start_from_epoch,
            ..self
        }
    }

    /// The epoch, from 0, after which it ended the training.
    pub fn stopped_epoch(&self) -> Option<usize> {
        self.progress.stopped_epoch
    }

    /// The best value so far, and its epoch, from 0.
    pub fn best(&self) -> Option<(f32, usize)> {
        Some((self.progress.best?, self.progress.best_epoch))
    }
}

impl Callback for EarlyStopping {
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if control.epoch() == 0 && control.batch() == 0 {
            self.progress = Progress::default();
        }
        Ok(())
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let current = watched(control, &self.monitor)?;
        let epoch = control.epoch();
        if epoch < self.start_from_epoch {
            return Ok(());
        }
        let progress = &mut self.progress;
        if self.restore_best_weights && progress.weights.is_empty() {
            progress.weights = control.weights();
            progress.best_epoch = epoch;
        }
        progress.waited += 1;
        let better = |than| {
            self.mode
                .improves(&self.monitor, current, than, self.min_delta)
        };
        if better(progress.best.unwrap_or(self.mode.worst(&self.monitor))) {
            progress.best = Some(current);
            progress.best_epoch = epoch;
            if self.restore_best_weights {
                progress.weights = control.weights();
            }
            if self.baseline.is_none_or(better) {
                progress.waited = 0;
            }
            return Ok(());
        }
        if progress.waited >= self.patience && epoch > 0 {
            progress.stopped_epoch = Some(epoch);
            control.stop();
        }
        Ok(())
    }

    fn train_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if self.restore_best_weights && !self.progress.weights.is_empty() {
            control.set_weights(&self.progress.weights);
        }
        Ok(())
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.number(self.progress.waited as u64);
        writer.optional(self.progress.best.map(|best| u64::from(best.to_bits())));
        writer.number(self.progress.best_epoch as u64);
        writer.optional(self.progress.stopped_epoch.map(|epoch| epoch as u64));
        writer.floats(&self.progress.weights);
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let progress = Progress {
            waited: reader.count()?,
            best: reader.optional()?.map(|bits| f32::from_bits(bits as u32)),
            best_epoch: reader.count()?,
            stopped_epoch: reader.optional()?.map(|epoch| epoch as usize),
            weights: reader.floats()?,
        };
        reader.end()?;
        self.progress = progress;
        Ok(())
    }
}
