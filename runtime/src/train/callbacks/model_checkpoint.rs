//! Weights that are saved while the training runs.

use super::monitor::watched;
use super::{Callback, CallbackError, Control, Mode};
use crate::io::pieces::{Reader, Writer};
use std::path::PathBuf;

/// When weights are saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SaveFreq {
    /// After each epoch.
    #[default]
    Epoch,
    /// After so many batches, counted across epochs.
    Batches(usize),
}

/// Saves the weights as safetensors files: all, or only those that are better than the ones before.
///
/// The path may hold `{epoch}`, the number of the epoch from 1, and the keys of values, both with Python's formats of
/// numbers: `weights-{epoch:02d}-{val_loss:.2f}.safetensors`. Such a file holds the model alone; what is needed to go on with a training
/// stands in a [`Checkpoint`](crate::train::Checkpoint).
#[derive(Clone, Debug)]
pub struct ModelCheckpoint {
    /// Where to, with names in braces.
    pub path: String,
    /// The key of the value that `save_best_only` compares.
    pub monitor: String,
    /// Whether only weights that are better than the best ones are saved.
    pub save_best_only: bool,
    /// Which way the value gets better.
    pub mode: Mode,
    /// When weights are saved.
    pub save_freq: SaveFreq,
    /// What `save_best_only` compares with at first.
    pub initial_value_threshold: Option<f32>,
    best: Option<f32>,
    batches: u64,
    saved: Option<PathBuf>,
}

impl ModelCheckpoint {
    /// Saves after each epoch.
    pub fn new(path: &str) -> ModelCheckpoint {
        ModelCheckpoint {
            path: path.into(),
            monitor: "val_loss".into(),
            save_best_only: false,
            mode: Mode::Auto,
            save_freq: SaveFreq::Epoch,
            initial_value_threshold: None,
            best: None,
            batches: 0,
            saved: None,
        }
    }

    /// Saves only what is better than before, by the value of that key.
    pub fn best_only(self, monitor: &str) -> ModelCheckpoint {
        ModelCheckpoint {
            monitor: monitor.into(),
            save_best_only: true,
            ..self
        }
    }

    /// With that `mode`.
    pub fn mode(self, mode: Mode) -> ModelCheckpoint {
        ModelCheckpoint { mode, ..self }
    }

    /// Saves after so many batches.
    pub fn every_batches(self, batches: usize) -> ModelCheckpoint {
        ModelCheckpoint {
            save_freq: SaveFreq::Batches(batches),
            ..self
        }
    }

    /// The file that was written last.
    pub fn saved(&self) -> Option<&PathBuf> {
        self.saved.as_ref()
    }

    fn look(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if self.save_best_only {
            let current = watched(control, &self.monitor)?;
            let best = self.best.or(self.initial_value_threshold);
            let best = best.unwrap_or(self.mode.worst(&self.monitor));
            if !self.mode.improves(&self.monitor, current, best, 0.0) {
                return Ok(());
            }
            self.best = Some(current);
        }
        let path = fill(&self.path, |key| match key {
            "epoch" => Some(Filling::Whole(control.epoch() + 1)),
            "batch" => Some(Filling::Whole(control.batch())),
            key => control.value(key).map(Filling::Real),
        })?;
        control.save_weights(&path)?;
        self.saved = Some(path.into());
        Ok(())
    }
}

impl Callback for ModelCheckpoint {
    fn train_begin(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        if control.epoch() == 0 && control.batch() == 0 {
            (self.best, self.batches) = (None, 0);
        }
        Ok(())
    }

    fn batch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        self.batches += 1;
        match self.save_freq {
            SaveFreq::Batches(every) if self.batches.is_multiple_of(every.max(1) as u64) => {
                self.look(control)
            }
            _ => Ok(()),
        }
    }

    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        match self.save_freq {
            SaveFreq::Epoch => self.look(control),
            SaveFreq::Batches(_) => Ok(()),
        }
    }

    fn save(&self) -> Vec<u8> {
        let mut writer = Writer::default();
        writer.optional(self.best.map(|best| u64::from(best.to_bits())));
        writer.number(self.batches);
        writer.bytes()
    }

    fn restore(&mut self, saved: &[u8]) -> Result<(), CallbackError> {
        let mut reader = Reader::new(saved);
        let best = reader.optional()?.map(|bits| f32::from_bits(bits as u32));
        let batches = reader.number()?;
        reader.end()?;
        (self.best, self.batches) = (best, batches);
        Ok(())
    }
}

enum Filling {
    Whole(usize),
    Real(f32),
}

/// A path with names in braces replaced by what they stand for.
fn fill(
    pattern: &str,
    mut value: impl FnMut(&str) -> Option<Filling>,
) -> Result<String, CallbackError> {
    let mut path = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("`{pattern}`: a `{{` has no `}}`").into());
        };
        rest = after;
        let (key, format) = name.split_once(':').unwrap_or((name, ""));
        let Some(value) = value(key) else {
            return Err(format!("`{pattern}`: there is no value `{key}`").into());
        };
        let Some(text) = formatted(&value, format) else {
            return Err(format!(
                "`{pattern}`: `{format}` isn't a format of `{key}`; write something like `02d` for `epoch` and `.2f` for values"
            )
            .into());
        };
        path.push_str(&text);
    }
    path.push_str(rest);
    Ok(path)
}

/// The widest number and the most decimals that a path may ask for.
const WIDEST: usize = 64;

/// A number in the part of Python's formats that file names need: `02d`, `5d`, `.3f`, `08.3f`.
fn formatted(value: &Filling, format: &str) -> Option<String> {
    let (zeros, format) = match format.strip_prefix('0') {
        Some(rest) => (true, rest),
        None => (false, format),
    };
    let number = |text: &str| match text {
        "" => Some(0),
        text => text.parse().ok().filter(|&number: &usize| number <= WIDEST),
    };
    match value {
        Filling::Whole(value) => {
            let width = number(format.strip_suffix('d').unwrap_or(format))?;
            Some(match zeros {
                true => format!("{value:0width$}"),
                false => format!("{value:width$}"),
            })
        }
        Filling::Real(value) => {
            let (width, decimals) = match format.strip_suffix('f') {
                Some(format) => {
                    let (width, decimals) = format.split_once('.').unwrap_or((format, "6"));
                    (number(width)?, Some(number(decimals)?))
                }
                None if format.is_empty() && !zeros => (0, None),
                None => return None,
            };
            Some(match (decimals, zeros) {
                (None, _) => value.to_string(),
                (Some(decimals), true) => format!("{value:0width$.decimals$}"),
                (Some(decimals), false) => format!("{value:width$.decimals$}"),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(pattern: &str) -> Result<String, CallbackError> {
        fill(pattern, |key| match key {
            "epoch" => Some(Filling::Whole(7)),
            "val_loss" => Some(Filling::Real(0.125)),
            _ => None,
        })
    }

    #[test]
    fn patterns_are_those_of_python() {
        let path = filled("w-{epoch:02d}-{val_loss:.2f}.x").unwrap();
        assert_eq!(path, format!("w-07-{:.2}.x", 0.125));
        assert_eq!(filled("{epoch}{epoch:3d}").unwrap(), "7  7");
        assert_eq!(filled("{val_loss:07.3f}").unwrap(), "000.125");
        assert_eq!(filled("{val_loss}").unwrap(), "0.125");
    }

    #[test]
    fn wrong_patterns_are_errors() {
        for (pattern, fault) in [
            ("{epoch", "has no `}`"),
            ("{accuracy}", "no value `accuracy`"),
            ("{epoch:.2f}", "isn't a format"),
            ("{val_loss:d}", "isn't a format"),
            ("{val_loss:.99999f}", "isn't a format"),
        ] {
            let error = filled(pattern).unwrap_err();
            assert!(error.message.contains(fault), "{pattern}: {error:?}");
        }
    }
}
