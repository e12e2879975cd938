//! What ends the command early, and the exit codes.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// Everything was all right.
pub const FINE: u8 = 0;
/// A declaration has errors, or a file isn't Rust.
pub const MISTAKES: u8 = 1;
/// The command can't be carried out.
pub const FAILED: u8 = 2;

/// Why the command can't be carried out.
#[derive(Debug)]
pub enum Error {
    /// A file or folder can't be read.
    Read(PathBuf, io::Error),
    /// A file can't be written.
    Write(PathBuf, io::Error),
    /// Standard output can't be written.
    Output(io::Error),
    /// No files are named, and neither this folder nor one above it is a package.
    NoPackage,
    /// There is no such model.
    UnknownModel {
        /// As it was asked for.
        name: String,
        /// The file's models.
        known: Vec<String>,
    },
    /// The file declares no model.
    NoModel(PathBuf),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Read(path, error) => write!(formatter, "can't read `{}`: {error}", path.display()),
            Error::Write(path, error) => {
                write!(formatter, "can't write `{}`: {error}", path.display())
            }
            Error::Output(error) => write!(formatter, "can't write the output: {error}"),
            Error::NoPackage => formatter.write_str(
                "there is no package here: name the files, or go to a folder with a `Cargo.toml` that has `[package]`",
            ),
            Error::UnknownModel { name, known } => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                write!(formatter, "there is no model `{name}`: the file declares {}", known.join(", "))
            }
            Error::NoModel(path) => {
                write!(formatter, "`{}` has no declaration in `model!`", path.display())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Read(_, error) | Error::Write(_, error) | Error::Output(error) => Some(error),
            _ => None,
        }
    }
}
