//! MNIST, and data sets that are published in its form, such as Fashion-MNIST: 28 × 28 grey images in ten classes.

use super::idx::{IdxError, Image, load_images, load_labels};
use super::{Dataset, DatasetError};
use std::path::{Path, PathBuf};

/// The training set and the test set.
pub type Parts<I> = (Dataset<I, u8>, Dataset<I, u8>);

/// A folder that can't be used.
#[derive(Debug, thiserror::Error)]
pub enum MnistError {
    /// A file is missing.
    #[error("`{}` has no file `{name}`, `{name}.gz` or the like", folder.display())]
    Missing {
        /// The folder.
        folder: PathBuf,
        /// The file's name.
        name: String,
    },
    /// A file can't be used.
    #[error(transparent)]
    File(#[from] IdxError),
    /// Images and labels don't belong together.
    #[error("`{}`: in the {part} set {source}", folder.display())]
    Lengths {
        /// The folder.
        folder: PathBuf,
        /// `train` or `t10k`.
        part: &'static str,
        /// The numbers.
        source: DatasetError,
    },
}

/// The training set and the test set of a folder with the four files `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
/// `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each plain or with the ending `.gz`; `train-images.idx3-ubyte` is found
/// too.
///
/// Images become `Tensor3<28, 28, 1>`, `Tensor2<28, 28>` or `Tensor1<784>`, with values in 0.0…1.0.
///
/// # Errors
/// If a file is missing or can't be used.
pub fn load_dir<I: Image>(folder: impl AsRef<Path>) -> Result<Parts<I>, MnistError> {
    let folder = folder.as_ref();
    Ok((load_part(folder, "train")?, load_part(folder, "t10k")?))
}

fn load_part<I: Image>(folder: &Path, part: &'static str) -> Result<Dataset<I, u8>, MnistError> {
    let images = load_images(find(folder, part, "images", "idx3")?)?;
    let labels = load_labels(find(folder, part, "labels", "idx1")?)?;
    Dataset::checked(images, labels).map_err(|source| MnistError::Lengths {
        folder: folder.to_owned(),
        part,
        source,
    })
}

fn find(folder: &Path, part: &str, what: &str, kind: &str) -> Result<PathBuf, MnistError> {
    let name = format!("{part}-{what}-{kind}-ubyte");
    let dotted = format!("{part}-{what}.{kind}-ubyte");
    for candidate in [&name, &dotted] {
        for ending in ["", ".gz"] {
            let path = folder.join(format!("{candidate}{ending}"));
            if path.is_file() {
                return Ok(path);
            }
        }
    }
    Err(MnistError::Missing {
        folder: folder.to_owned(),
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::{Tensor1, Tensor2};

    #[test]
    fn a_folder_is_read_and_checked() {
        let folder = tempfile::tempdir().unwrap();
        let write =
            |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
        let error = load_dir::<Tensor1<4>>(folder.path())
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("no file `train-images-idx3-ubyte`"),
            "{error}"
        );
        let two_images = [
            0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 255, 255, 0, 0, 0,
        ];
        write("train-images-idx3-ubyte", &two_images);
        write("train-labels.idx1-ubyte", &[0, 0, 8, 1, 0, 0, 0, 2, 1, 0]);
        write("t10k-images-idx3-ubyte", &two_images);
        write("t10k-labels-idx1-ubyte", &[0, 0, 8, 1, 0, 0, 0, 1, 1]);
        let error = load_dir::<Tensor1<4>>(folder.path())
            .unwrap_err()
            .to_string();
        assert!(
            error.ends_with("in the t10k set there are 2 inputs but 1 targets"),
            "{error}"
        );
        write("t10k-labels-idx1-ubyte", &[0, 0, 8, 1, 0, 0, 0, 2, 1, 1]);
        let (train, test) = load_dir::<Tensor2<2, 2>>(folder.path()).unwrap();
        assert_eq!(
            (train.targets(), test.targets()),
            (&[1u8, 0][..], &[1u8, 1][..])
        );
        assert_eq!(train.inputs()[1].as_slice(), [1.0, 0.0, 0.0, 0.0]);
    }
}
