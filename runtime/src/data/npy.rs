//! Arrays of NumPy: `.npy` files, and `.npz` archives of them.
//!
//! An `.npy` file begins with `\x93NUMPY`, a version and the length of a header, which is a Python dictionary with the type of the elements,
//! their order and the shape; then the elements follow. An `.npz` is a ZIP archive with a member `name.npy` for each array.

mod archive;
mod array;
mod error;
mod header;

pub use archive::Archive;
pub use array::Array;
pub use error::{NpyError, NpyFault};

use super::files;
use super::idx::Image;
use crate::losses::ClassIndex;
use std::path::Path;

/// The array of an `.npy` file, plain or gzipped.
///
/// # Errors
/// If the file can't be read, isn't an array of numbers or booleans, or is shorter or longer than its header says.
pub fn read(path: impl AsRef<Path>) -> Result<Array, NpyError> {
    let path = path.as_ref();
    let array = files::open(path)
        .map_err(NpyFault::Io)
        .and_then(|file| array::parse(file, path, None));
    array.map_err(|fault| NpyError::new(path, None, fault))
}

/// An array of the shape `[samples, …]` as tensors.
///
/// # Errors
/// As [`read`], and if a sample has another shape.
pub fn load<I: Image>(path: impl AsRef<Path>) -> Result<Vec<I>, NpyError> {
    read(path)?.tensors()
}

/// An array of one axis as class indices.
///
/// # Errors
/// As [`read`], and if it has several axes, or a number that isn't a class index of this type.
pub fn load_labels<K: ClassIndex + TryFrom<u64>>(
    path: impl AsRef<Path>,
) -> Result<Vec<K>, NpyError> {
    read(path)?.labels()
}

#[cfg(test)]
pub(super) mod tests;
