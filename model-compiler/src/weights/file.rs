//! A file of weights on the machine where the program is compiled.

use super::header::{FileTensor, Header, LONGEST};
use crate::diagnostics::WeightsMistake;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The metadata of Formwork's files: see the runtime's `io::weights`.
const FORMAT: &str = "formwork";
const VERSION: &str = "1";
const DEPLOYED: &str = "deployed";

/// A file whose header has been read and which is as long as that says.
#[derive(Debug)]
pub struct WeightsFile {
    /// The path as it is written in the macro.
    pub written: String,
    /// The absolute path.
    pub path: String,
    /// Its tensors, in the order of their places.
    pub tensors: Vec<FileTensor>,
    /// The first byte behind the header.
    pub data: usize,
    /// The form that its metadata state; `None` if they aren't ours.
    pub is_deployed: Option<bool>,
}

impl WeightsFile {
    /// Opens a file by its path relative to the package.
    pub fn open(written: &str) -> Result<WeightsFile, WeightsMistake> {
        let folder = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        WeightsFile::open_in(Path::new(&folder), written)
    }

    /// Opens a file by its path relative to a folder.
    pub fn open_in(folder: &Path, written: &str) -> Result<WeightsFile, WeightsMistake> {
        let path = folder.join(written);
        let path = std::path::absolute(&path).unwrap_or(path);
        let tried = path.display().to_string();
        let file = written.to_string();
        let Some(text) = path.to_str() else {
            return Err(WeightsMistake::Path { tried });
        };
        let refused = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => WeightsMistake::NoFile {
                file: file.clone(),
                tried: tried.clone(),
            },
            _ => WeightsMistake::Unreadable {
                file: file.clone(),
                tried: tried.clone(),
                reason: error.to_string(),
            },
        };
        let mut source = File::open(&path).map_err(refused)?;
        let found = source.metadata().map_err(refused)?.len();
        let foreign = || WeightsMistake::NoSafetensors { file: file.clone() };
        let mut len = [0; 8];
        source
            .read_exact(&mut len)
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => foreign(),
                _ => refused(error),
            })?;
        let len = u64::from_le_bytes(len);
        if len > LONGEST {
            return Err(foreign());
        }
        let mut json = Vec::new();
        let read = source.take(len).read_to_end(&mut json).map_err(refused)?;
        if (read as u64) < len {
            // What a file of another format begins with is no length.
            return Err(match json.first() {
                Some(b'{') => WeightsMistake::Length {
                    file,
                    expected: len + 8,
                    found,
                },
                _ => foreign(),
            });
        }
        let json = String::from_utf8(json).map_err(|_| foreign())?;
        let header = Header::read(&json).ok_or_else(foreign)?;
        let expected = (len + 8).saturating_add(header.data_len() as u64);
        if found != expected {
            return Err(WeightsMistake::Length {
                file,
                expected,
                found,
            });
        }
        let metadata = |key: &str| header.metadata.get(key).map(String::as_str);
        let is_ours = metadata("format") == Some(FORMAT);
        if is_ours && metadata("version") != Some(VERSION) {
            return Err(WeightsMistake::Version {
                file,
                found: metadata("version").unwrap_or_default().to_string(),
                known: VERSION,
            });
        }
        Ok(WeightsFile {
            path: text.to_string(),
            is_deployed: is_ours.then(|| metadata("form") == Some(DEPLOYED)),
            tensors: header.tensors,
            data: 8 + json.len(),
            written: file,
        })
    }

    /// The tensor of this name.
    pub fn find(&self, name: &str) -> Option<&FileTensor> {
        self.tensors.iter().find(|tensor| tensor.name == name)
    }

    /// Reads all elements of the tensors in single precision; those of others are left out.
    pub fn elements(&self) -> Result<Vec<Vec<f32>>, WeightsMistake> {
        let bytes = std::fs::read(&self.path).map_err(|error| WeightsMistake::Unreadable {
            file: self.written.clone(),
            tried: self.path.clone(),
            reason: error.to_string(),
        })?;
        let elements = self.tensors.iter().map(|tensor| {
            let place = self.data + tensor.begin..self.data + tensor.end;
            let bytes = bytes.get(place).unwrap_or_default();
            let (elements, _) = bytes.as_chunks();
            elements
                .iter()
                .map(|bytes| f32::from_le_bytes(*bytes))
                .collect()
        });
        Ok(elements.collect())
    }
}
