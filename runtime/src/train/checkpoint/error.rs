//! What can be wrong with a checkpoint.

use std::io;
use std::path::{Path, PathBuf};

/// Why a checkpoint couldn't be written or gone on from. Neither model nor callbacks have changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The file can't be read.
    #[error("can't read the checkpoint `{}`: {message}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
    /// The file can't be written.
    #[error("can't write the checkpoint `{}`: {message}; if there was one before, it is unchanged", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        message: String,
    },
    /// The file isn't a checkpoint.
    #[error("`{}` isn't a checkpoint of this version of Formwork; name another file, or remove it to begin anew", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The file is cut off or has changed.
    #[error("the checkpoint `{}` is damaged: {fault}; get it anew, or remove it to begin anew", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What shows it.
        fault: String,
    },
    /// The checkpoint belongs to another training.
    #[error("the checkpoint `{}` has {what} {found}, but this training has {expected}; go on with what it was begun with, or name another file", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: String,
        /// As it is in the file.
        found: String,
        /// As it is in this training.
        expected: String,
    },
    /// A callback can't take what the checkpoint has for it.
    #[error("the checkpoint `{}` can't be gone on from: {callback}: {message}", path.display())]
    Callback {
        /// The file.
        path: PathBuf,
        /// The callback's name.
        callback: String,
        /// What it says.
        message: String,
    },
}

impl CheckpointError {
    pub(super) fn read(path: &Path, error: &io::Error) -> CheckpointError {
        CheckpointError::Read {
            path: path.to_owned(),
            message: error.to_string(),
        }
    }

    pub(super) fn write(path: &Path, error: &io::Error) -> CheckpointError {
        CheckpointError::Write {
            path: path.to_owned(),
            message: error.to_string(),
        }
    }
}
