//! Loading weights.

use super::header::checksum_text;
use super::{CHECKSUM, FORMAT, VERSION, WeightsError};
use crate::io::crc32c::crc32c;
use crate::storage::{RegionsMut, TensorEntry, check_table, find};
use safetensors::SafeTensorError;
use safetensors::tensor::{Dtype, Metadata, TensorInfo};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The longest header that is read, as in the `safetensors` crate.
const LONGEST_HEADER: u64 = 100_000_000;

/// Reads all tensors of a model from a safetensors file. The file's order doesn't matter.
///
/// The header is checked before the rest is read, and the whole file is read before the first element changes: each
/// tensor's name, type and shape, that no tensor is missing or surplus, and that the file ends where it should.
///
/// # Panics
/// If table and regions don't belong together.
pub fn load(
    path: &Path,
    model: &str,
    table: &[TensorEntry],
    regions: RegionsMut<'_>,
) -> Result<(), WeightsError> {
    let mut file = File::open(path).map_err(|source| WeightsError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    load_from(path, &mut file, model, table, regions)
}

/// The same from any source of bytes. `path` only names it in errors.
///
/// # Panics
/// If table and regions don't belong together.
pub fn load_from(
    path: &Path,
    source: &mut dyn Read,
    model: &str,
    table: &[TensorEntry],
    mut regions: RegionsMut<'_>,
) -> Result<(), WeightsError> {
    assert_eq!(
        check_table(
            table,
            regions.trainable.len(),
            regions.frozen.len(),
            regions.state.len()
        ),
        Ok(()),
        "the table of `{model}` doesn't describe its regions"
    );
    let opened = Opened::new(path, source)?;
    opened.check(model, table)?;
    let file = opened.read(source)?;
    for entry in table {
        let region = regions.region_mut(entry.region);
        file.copy(entry, &mut region[entry.offset..entry.offset + entry.len()]);
    }
    Ok(())
}

/// A file of which the header has been read.
pub(super) struct Opened<'a> {
    path: &'a Path,
    metadata: Metadata,
}

impl<'a> Opened<'a> {
    /// Reads the header, and refuses versions of our format that aren't known.
    pub(super) fn new(path: &'a Path, source: &mut dyn Read) -> Result<Self, WeightsError> {
        let metadata = read_header(source).map_err(|failure| failure.of(path))?;
        check_version(path, &metadata)?;
        Ok(Opened { path, metadata })
    }

    /// What a key of the metadata says.
    pub(super) fn metadata(&self, key: &str) -> Option<&str> {
        let metadata = self.metadata.metadata().as_ref()?;
        metadata.get(key).map(String::as_str)
    }

    /// Whether the file's tensors have the names of a table, all of them and no others.
    pub(super) fn has_names_of(&self, table: &[TensorEntry]) -> bool {
        let tensors = self.metadata.tensors();
        tensors.len() == table.len() && table.iter().all(|entry| tensors.contains_key(entry.name))
    }

    /// Refuses tensors that aren't those of a table.
    pub(super) fn check(&self, model: &str, table: &[TensorEntry]) -> Result<(), WeightsError> {
        check_tensors(self.path, model, table, &self.metadata.tensors())
    }

    /// The tensors.
    pub(super) fn tensors(&self) -> HashMap<String, &TensorInfo> {
        self.metadata.tensors()
    }

    /// Reads the rest.
    pub(super) fn read(self, source: &mut dyn Read) -> Result<Whole, WeightsError> {
        let data = read_data(source, self.metadata.data_len());
        let data = data.map_err(|failure| failure.of(self.path))?;
        let ours = self.metadata("format") == Some(FORMAT);
        if let Some(stated) = self.metadata(CHECKSUM).filter(|_| ours) {
            let found = checksum_text(crc32c(&data));
            if stated != found {
                return Err(WeightsError::Checksum {
                    path: self.path.to_path_buf(),
                    stated: stated.to_owned(),
                    found,
                });
            }
        }
        Ok(Whole {
            data,
            metadata: self.metadata,
        })
    }
}

/// A file that has been read and agrees with a table.
pub(super) struct Whole {
    metadata: Metadata,
    data: Vec<u8>,
}

impl Whole {
    /// Copies the tensor of an entry of that table.
    pub(super) fn copy(&self, entry: &TensorEntry, elements: &mut [f32]) {
        let Some(info) = self.metadata.info(entry.name) else {
            return;
        };
        let (begin, end) = info.data_offsets;
        for (element, bytes) in elements.iter_mut().zip(self.data[begin..end].as_chunks().0) {
            *element = f32::from_le_bytes(*bytes);
        }
    }
}

enum Failure {
    Read(io::Error),
    Malformed(SafeTensorError),
}

impl Failure {
    fn of(self, path: &Path) -> WeightsError {
        let path = path.to_path_buf();
        match self {
            Failure::Read(source) => WeightsError::Read { path, source },
            Failure::Malformed(source) => WeightsError::Malformed { path, source },
        }
    }
}

/// Reads up to where the tensors begin. Offsets that leave gaps, overlap or contradict a shape are refused.
///
/// This isn't `SafeTensors::read_metadata`, which wants the whole file in memory and adds up lengths unchecked.
fn read_header(source: &mut dyn Read) -> Result<Metadata, Failure> {
    let mut len = [0; size_of::<u64>()];
    source
        .read_exact(&mut len)
        .map_err(|error| at_end(error, SafeTensorError::HeaderTooSmall))?;
    let len = u64::from_le_bytes(len);
    if len > LONGEST_HEADER {
        return Err(Failure::Malformed(SafeTensorError::HeaderTooLarge));
    }
    let mut json = Vec::new();
    let read = source
        .take(len)
        .read_to_end(&mut json)
        .map_err(Failure::Read)?;
    if (read as u64) < len {
        return Err(Failure::Malformed(SafeTensorError::InvalidHeaderLength));
    }
    serde_json::from_slice(&json)
        .map_err(|error| Failure::Malformed(SafeTensorError::InvalidHeaderDeserialization(error)))
}

/// Reads `len` bytes, which must be all that is left.
fn read_data(source: &mut dyn Read, len: usize) -> Result<Vec<u8>, Failure> {
    let mut data = Vec::new();
    data.try_reserve_exact(len)
        .map_err(|error| Failure::Read(io::Error::other(error)))?;
    source
        .take(len as u64)
        .read_to_end(&mut data)
        .map_err(Failure::Read)?;
    let more = source
        .take(1)
        .read_to_end(&mut Vec::new())
        .map_err(Failure::Read)?;
    if data.len() < len || more > 0 {
        return Err(Failure::Malformed(
            SafeTensorError::MetadataIncompleteBuffer,
        ));
    }
    Ok(data)
}

fn at_end(error: io::Error, malformed: SafeTensorError) -> Failure {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => Failure::Malformed(malformed),
        _ => Failure::Read(error),
    }
}

fn check_version(path: &Path, metadata: &Metadata) -> Result<(), WeightsError> {
    let Some(entries) = metadata.metadata() else {
        return Ok(());
    };
    if entries.get("format").is_none_or(|format| format != FORMAT) {
        return Ok(());
    }
    match entries.get("version") {
        Some(version) if version == VERSION => Ok(()),
        other => Err(WeightsError::Version {
            path: path.to_path_buf(),
            found: other.cloned().unwrap_or_default(),
        }),
    }
}

/// Types and shapes in the order of the table, then tensors that the model lacks.
fn check_tensors(
    path: &Path,
    model: &str,
    table: &[TensorEntry],
    tensors: &HashMap<String, &TensorInfo>,
) -> Result<(), WeightsError> {
    let mut surplus: Vec<&String> = tensors
        .keys()
        .filter(|name| find(table, name).is_none())
        .collect();
    surplus.sort();
    for entry in table {
        let Some(info) = tensors.get(entry.name) else {
            return Err(WeightsError::Missing {
                path: path.to_path_buf(),
                model: model.into(),
                tensor: entry.name.into(),
                shape: entry.shape.dims().to_vec(),
                surplus: surplus.into_iter().cloned().collect(),
            });
        };
        if info.dtype != Dtype::F32 {
            return Err(WeightsError::Dtype {
                path: path.to_path_buf(),
                tensor: entry.name.into(),
                found: info.dtype.to_string(),
            });
        }
        if info.shape != entry.shape.dims() {
            return Err(WeightsError::Shape {
                path: path.to_path_buf(),
                model: model.into(),
                tensor: entry.name.into(),
                found: info.shape.clone(),
                expected: entry.shape.dims().to_vec(),
            });
        }
    }
    match surplus.first() {
        None => Ok(()),
        Some(&name) => Err(WeightsError::Surplus {
            path: path.to_path_buf(),
            model: model.into(),
            tensor: name.clone(),
            shape: tensors[name].shape.clone(),
        }),
    }
}
