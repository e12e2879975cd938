//! What can be wrong with an array of NumPy.

use formwork_shape_rules::Shape;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// An array that can't be used.
#[derive(Debug)]
pub struct NpyError {
    /// The file.
    pub path: PathBuf,
    /// The array in an archive.
    pub array: Option<String>,
    /// What is wrong.
    pub fault: NpyFault,
}

/// What is wrong with an array.
#[derive(Debug, thiserror::Error)]
pub enum NpyFault {
    /// The file can't be opened or read, or its compression is broken.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It doesn't begin as such a file does.
    #[error("not an NPY file: it begins with {0:02x?} instead of \\x93NUMPY")]
    Magic([u8; 6]),
    /// A version of the format that isn't known.
    #[error("version {0}.{1} of the format isn't known: there are 1.0, 2.0 and 3.0")]
    Version(u8, u8),
    /// A header that can't be read.
    #[error("the header is broken: {0}")]
    Header(&'static str),
    /// Elements of a type that isn't read.
    #[error(
        "the elements have the type `{0}`, but only `f4`, `f8`, `i1` to `i8`, `u1` to `u8` and `b1` are supported: convert them with `astype`"
    )]
    Type(String),
    /// More elements than memory can hold.
    #[error("its header claims the shape {0:?}, more than memory can hold")]
    TooLarge(Vec<usize>),
    /// It ends early.
    #[error("its header claims {expected} bytes of elements, but only {found} follow")]
    Truncated {
        /// As the header says.
        expected: usize,
        /// As there are.
        found: usize,
    },
    /// It doesn't end with its last element.
    #[error("bytes follow the {expected} of the elements that its header claims")]
    Surplus {
        /// As the header says.
        expected: usize,
    },
    /// Samples of another shape.
    #[error(
        "it has the shape {found:?}, which isn't `[samples, …]` with samples of the shape {expected}"
    )]
    Shape {
        /// As the file says.
        found: Vec<usize>,
        /// The shape of a sample that was asked for.
        expected: Shape,
    },
    /// Labels of several axes.
    #[error("it has the shape {0:?}, but labels have one axis")]
    Labels(Vec<usize>),
    /// A number that is no class index.
    #[error("element {index} is {value}, which isn't a class index of the type `{kind}`")]
    Label {
        /// Which.
        index: usize,
        /// The number.
        value: String,
        /// The type that was asked for.
        kind: &'static str,
    },
    /// An archive that isn't one.
    #[error("not an NPZ file: {0}")]
    Archive(&'static str),
    /// An archive without the array.
    #[error("there is no such array: there are {0:?}")]
    Missing(Vec<String>),
    /// A member of an archive with another check sum.
    #[error("the check sum of its bytes is wrong")]
    CheckSum,
}

impl NpyError {
    pub(super) fn new(path: &Path, array: Option<&str>, fault: NpyFault) -> NpyError {
        NpyError {
            path: path.to_owned(),
            array: array.map(str::to_owned),
            fault,
        }
    }
}

impl fmt::Display for NpyError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}`", self.path.display())?;
        if let Some(array) = &self.array {
            write!(formatter, ", array `{array}`")?;
        }
        write!(formatter, ": {}", self.fault)
    }
}

impl std::error::Error for NpyError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.fault {
            NpyFault::Io(error) => Some(error),
            _ => None,
        }
    }
}
