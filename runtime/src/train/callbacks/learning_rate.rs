//! Learning rates that change from epoch to epoch.

use super::monitor::watched;
use super::{Callback, CallbackError, Control, Mode};
use crate::io::pieces::{Reader, Writer};

/// Sets the learning rate at the beginning of each epoch: the closure gets the number of the epoch, from 0, and the rate of the
/// epoch before.
///
/// The history has the rate as `learning_rate`.
pub struct LearningRateScheduler<F> {
    schedule: F,
}

impl<F: FnMut(usize, f64) -> f64> LearningRateScheduler<F> {
    /// With that schedule.
    pub fn new(schedule: F) -> LearningRateScheduler<F> {
        LearningRateScheduler { schedule }
    }
}

impl<F: FnMut(usize, f64) -> f64> Callback for LearningRateScheduler<F> {
    fn name(&self) -> &str {
        "LearningRateScheduler"
    }

    fn epoch_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let rate = (self.schedule)(control.epoch(), control.learning_rate());
        control.set_learning_rate(rate)
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        control.record("learning_rate", control.learning_rate() as f32);
        Ok(())
    }
}

/// Multiplies the learning rate by `factor` when a value hasn't improved for `patience` epochs.
///
/// An epoch improves the value if it is better than the best one by more than `min_delta`. After a reduction nothing is waited for during
/// `cooldown` epochs. The rate doesn't fall below `min_lr`. The history has it, as it was during the epoch, as `learning_rate`.
#[derive(Clone, Debug)]
pub struct ReduceLROnPlateau {
    /// The key of the value.
    pub monitor: String,
    /// What the rate is multiplied by, less than 1.
    pub factor: f64,
    /// Epochs without an improvement after which the rate falls.
    pub patience: usize,
    /// Which way the value gets better.
    pub mode: Mode,
    /// What it must improve by.
    pub min_delta: f32,
    /// Epochs after a reduction that aren't counted.
    pub cooldown: usize,
    /// The lowest rate.
    pub min_lr: f64,
    progress: Plateau,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Plateau {
    best: Option<f32>,
    waited: usize,
    cooling: usize,
}

impl Default for ReduceLROnPlateau {
    /// Watches `val_loss`: a tenth after 10 epochs, at least 1e-4 better.
    fn default() -> ReduceLROnPlateau {
        ReduceLROnPlateau {
            monitor: "val_loss".into(),
            factor: 0.1,
            patience: 10,
            mode: Mode::Auto,
            min_delta: 1e-4,
            cooldown: 0,
            min_lr: 0.0,
            progress: Plateau::default(),
        }
    }
}

impl ReduceLROnPlateau {
    /// Watches a value with some patience.
    pub fn new(monitor: &str, factor: f64, patience: usize) -> ReduceLROnPlateau {
        ReduceLROnPlateau {
            monitor: monitor.into(),
            factor,
            patience,
            ..ReduceLROnPlateau::default()
        }
    }

    /// With that `mode`.
    pub fn mode(self, mode: Mode) -> ReduceLROnPlateau {
        ReduceLROnPlateau { mode, ..self }
    }

    /// With that `min_delta`.
    pub fn min_delta(self, min_delta: f32) -> ReduceLROnPlateau {
        ReduceLROnPlateau { min_delta, ..self }
    }

    /// With that `cooldown`.
    pub fn cooldown(self, cooldown: usize) -> ReduceLROnPlateau {
        ReduceLROnPlateau { cooldown, ..self }
    }

    /// With that `min_lr`.
    pub fn min_lr(self, min_lr: f64) -> ReduceLROnPlateau {
        ReduceLROnPlateau { min_lr, ..self }
    }

    /// An epoch ended with that value: whether the rate falls now.
    fn falls(&mut self, current: f32) -> bool {
        let progress = &mut self.progress;
        if progress.cooling > 0 {
            progress.cooling -= 1;
            progress.waited = 0;
        }
        let best = progress.best.unwrap_or(self.mode.worst(&self.monitor));
        if self
            .mode
            .improves(&self.monitor, current, best, self.min_delta)
        {
            progress.best = Some(current);
            progress.waited = 0;
            return false;
        }
        if progress.cooling > 0 {
            return false;
        }
        progress.waited += 1;
        progress.waited >= self.patience
    }
}

impl Callback for ReduceLROnPlateau {
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if !(0.0..1.0).contains(&self.factor) {
            return Err(format!(
                "`factor` is {}, but must be at least 0 and less than 1",
                self.factor
            )
            .into());
        }
        if control.epoch() == 0 && control.batch() == 0 {
            self.progress = Plateau::default();
        }
        Ok(())
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let current = watched(control, &self.monitor)?;
        let rate = control.learning_rate();
        control.record("learning_rate", rate as f32);
        if self.falls(current) && rate > self.min_lr {
            control.set_learning_rate((rate * self.factor).max(self.min_lr))?;
            self.progress.cooling = self.cooldown;
            self.progress.waited = 0;
        }
        Ok(())
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.optional(self.progress.best.map(|best| u64::from(best.to_bits())));
        writer.number(self.progress.waited as u64);
        writer.number(self.progress.cooling as u64);
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let progress = Plateau {
            best: reader.optional()?.map(|bits| f32::from_bits(bits as u32)),
            waited: reader.count()?,
            cooling: reader.count()?,
        };
        reader.end()?;
        self.progress = progress;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The epochs, from 0, after which the rate falls.
    fn falls(mut plateau: ReduceLROnPlateau, values: &[f32]) -> Vec<usize> {
        let mut epochs = vec![];
        for (epoch, &value) in values.iter().enumerate() {
            if plateau.falls(value) {
                plateau.progress.cooling = plateau.cooldown;
                plateau.progress.waited = 0;
                epochs.push(epoch);
            }
        }
        epochs
    }

    #[test]
    fn the_rate_falls_after_the_wait() {
        let plateau = ReduceLROnPlateau::new("loss", 0.1, 2);
        assert_eq!(falls(plateau.clone(), &[1.0; 7]), [2, 4, 6]);
        assert_eq!(
            falls(plateau.clone(), &[5.0, 4.0, 3.0, 3.0, 2.0, 2.0, 2.0]),
            [6]
        );
        // 1e-5 is less than the default of `min_delta`.
        assert_eq!(falls(plateau.clone(), &[1.0, 0.99999, 0.99998]), [2]);
        // In Keras's loop an epoch whose cooldown has just ended counts again.
        assert_eq!(falls(plateau.cooldown(2), &[1.0; 8]), [2, 5]);
        let growing = ReduceLROnPlateau::new("accuracy", 0.5, 1);
        assert_eq!(falls(growing, &[0.5, 0.6, 0.6, 0.7]), [2]);
    }
}
