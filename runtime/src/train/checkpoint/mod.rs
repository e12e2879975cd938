//! Checkpoints: all that a training needs to go on after the program has been ended.

mod error;
mod file;

pub use error::CheckpointError;

use super::FitError;
use super::callbacks::{Callback, Control, SaveFreq};
use crate::io::atomic;
use file::Contents;
use std::fs;
use std::path::{Path, PathBuf};

/// A file with which a training survives its process.
///
/// [`fit`](super::Training::fit) writes it after each epoch, or after every so many batches, and begins where the file left off if there
/// is one. So the same call does both: a program that is killed at any moment and started again ends with the same bits
/// as one that was never killed. When all epochs are done, a further call only gives the history, or trains further if
/// `epochs` has grown.
///
/// It holds parameters and state, what the optimizer keeps, the place in the data, the sums of the epoch's loss and metrics, the
/// history, and what the callbacks [`save`](Callback::save). It is replaced as a whole: whoever is interrupted while writing leaves the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The file.
    pub path: PathBuf,
    /// When it is written. After an epoch it always is.
    pub every: SaveFreq,
    /// Whether a file that is there is gone on from; otherwise it is replaced.
    pub resume: bool,
}

/// What must be the same when a training goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setting {
    pub seed: u64,
    pub batch_size: usize,
    pub samples: usize,
    pub shuffle: bool,
}

impl Checkpoint {
    /// Written after each epoch.
    pub fn new(path: impl AsRef<Path>) -> Checkpoint {
        Checkpoint {
            path: path.as_ref().to_owned(),
            every: SaveFreq::Epoch,
            resume: true,
        }
    }

    /// Written after so many batches too, counted within each epoch.
    pub fn every_batches(self, batches: usize) -> Checkpoint {
        Checkpoint {
            every: SaveFreq::Batches(batches),
            ..self
        }
    }

    /// Begins anew even if there is a file.
    pub fn fresh(self) -> Checkpoint {
        Checkpoint {
            resume: false,
            ..self
        }
    }

    /// Goes on from the file, if there is one. Everything is checked before anything changes.
    pub(super) fn resume(
        &self,
        control: &mut Control<'_>,
        setting: &Setting,
        callbacks: &mut [&mut dyn Callback],
    ) -> Result<(), FitError> {
        if !self.resume {
            return Ok(());
        }
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(CheckpointError::read(&self.path, &error).into()),
        };
        let contents = Contents::read(&self.path, &bytes)?;
        contents.check(&self.path, control, setting)?;
        contents.restore_callbacks(&self.path, callbacks)?;
        contents.restore(control);
        // What can't be removed does no harm.
        let _ = atomic::remove_leftovers(&self.path);
        Ok(())
    }

    /// A batch is done that isn't the last of its epoch.
    pub(super) fn batch_end(
        &self,
        control: &mut Control<'_>,
        setting: &Setting,
        callbacks: &[&mut dyn Callback],
    ) -> Result<(), FitError> {
        match self.every {
            SaveFreq::Batches(every) if control.state.batch.is_multiple_of(every.max(1)) => {
                self.write(control, setting, callbacks)
            }
            _ => Ok(()),
        }
    }

    /// An epoch is done.
    pub(super) fn epoch_end(
        &self,
        control: &mut Control<'_>,
        setting: &Setting,
        callbacks: &[&mut dyn Callback],
    ) -> Result<(), FitError> {
        self.write(control, setting, callbacks)
    }

    fn write(
        &self,
        control: &mut Control<'_>,
        setting: &Setting,
        callbacks: &[&mut dyn Callback],
    ) -> Result<(), FitError> {
        let bytes = Contents::of(control, setting, callbacks).bytes();
        atomic::write(&self.path, |file| file.write_all(&bytes))
            .map_err(|error| CheckpointError::write(&self.path, &error).into())
    }
}
