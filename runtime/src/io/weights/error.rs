//! What can be wrong with a file of weights.

use super::{FORMAT, VERSION};
use safetensors::SafeTensorError;
use std::io;
use std::path::PathBuf;

/// Why weights couldn't be saved or loaded. Nothing has changed then: neither the file that was to be replaced, nor
/// the model that was to be filled.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// The file can't be opened or read.
    #[error("can't read `{}`: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file can't be written.
    #[error("can't write `{}`: {source}; if there was such a file before, it is unchanged", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The file isn't complete and well-formed safetensors.
    #[error(
        "`{}` isn't a whole safetensors file: {source}; it may be cut off or of another format, so get it anew",
        path.display()
    )]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: SafeTensorError,
    },
    /// The file says that it is ours, but of a version that this library doesn't know.
    #[error(
        "`{}` has version {found:?} of the format `{FORMAT}`, but this library reads {VERSION:?}; \
         use the library that saved it",
        path.display()
    )]
    Version {
        /// The file.
        path: PathBuf,
        /// The version that the file states, empty if it states none.
        found: String,
    },
    /// The tensors have changed since the file was written.
    #[error("`{}` states the checksum {stated}, but its tensors have {found}: it is damaged, so get it anew", path.display())]
    Checksum {
        /// The file.
        path: PathBuf,
        /// The checksum in the metadata.
        stated: String,
        /// That of the tensors.
        found: String,
    },
    /// No tensor of the file fits the model.
    #[error("`{}` has no tensor that `{model}` has too, by name and shape; {reason}", path.display())]
    NothingTaken {
        /// The file.
        path: PathBuf,
        /// The model's name.
        model: String,
        /// What could be the reason.
        reason: String,
    },
    /// The model has a tensor that the file lacks.
    #[error(
        "`{}` lacks `{tensor}` of shape {shape:?}, which `{model}` has; {}",
        path.display(),
        candidates(surplus)
    )]
    Missing {
        /// The file.
        path: PathBuf,
        /// The model's name.
        model: String,
        /// The tensor's name.
        tensor: String,
        /// Its shape in the model.
        shape: Vec<usize>,
        /// The file's tensors that the model lacks, in alphabetical order.
        surplus: Vec<String>,
    },
    /// The file has a tensor that the model lacks.
    #[error(
        "`{}` has `{tensor}` of shape {shape:?}, which `{model}` lacks; load it into the model it was saved from, or \
         remove that tensor from the file",
        path.display()
    )]
    Surplus {
        /// The file.
        path: PathBuf,
        /// The model's name.
        model: String,
        /// The tensor's name.
        tensor: String,
        /// Its shape in the file.
        shape: Vec<usize>,
    },
    /// A tensor has one shape in the file and another in the model.
    #[error(
        "`{}`: `{tensor}` has shape {found:?} in the file but {expected:?} in `{model}`; change the declaration to the \
         sizes it was saved with, or load another file",
        path.display()
    )]
    Shape {
        /// The file.
        path: PathBuf,
        /// The model's name.
        model: String,
        /// The tensor's name.
        tensor: String,
        /// Its shape in the file.
        found: Vec<usize>,
        /// Its shape in the model.
        expected: Vec<usize>,
    },
    /// A tensor's elements have another type in the file.
    #[error("`{}`: `{tensor}` has elements of type {found} in the file; convert them to F32", path.display())]
    Dtype {
        /// The file.
        path: PathBuf,
        /// The tensor's name.
        tensor: String,
        /// The type's name in the file.
        found: String,
    },
}

/// Advice on a missing tensor: which tensors it may be called in the file.
fn candidates(surplus: &[String]) -> String {
    const SHOWN: usize = 6;
    match surplus {
        [] => "load a file that was saved from this model".into(),
        names => {
            let mut list: Vec<String> = names
                .iter()
                .take(SHOWN)
                .map(|name| format!("`{name}`"))
                .collect();
            if names.len() > SHOWN {
                list.push(format!("{} more", names.len() - SHOWN));
            }
            format!(
                "the file has {} instead, so rename the layer or the tensor",
                list.join(", ")
            )
        }
    }
}
