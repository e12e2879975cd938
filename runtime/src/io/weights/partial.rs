//! Taking part of a file of weights, to train a model further that isn't quite the one that was saved.

use super::WeightsError;
use super::load::Opened;
use crate::storage::{RegionsMut, TensorEntry, find};
use safetensors::tensor::Dtype;
use std::fmt;
use std::fs::File;
use std::path::Path;

/// What was taken from a file and what wasn't.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartOfWeights {
    /// Tensors of the model that have the file's elements now, in the order of the model.
    pub taken: Vec<String>,
    /// Tensors of the model that the file lacks: they are as before.
    pub absent: Vec<String>,
    /// Tensors that differ in shape or type: name, what the file has, what the model has. They are as before.
    pub different: Vec<(String, String, String)>,
    /// Tensors that were left out because `wanted` said so.
    pub unwanted: Vec<String>,
    /// Tensors of the file that the model lacks, in alphabetical order.
    pub surplus: Vec<String>,
}

impl fmt::Display for PartOfWeights {
    /// A line for each group that isn't empty.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "taken: {}", list(&self.taken))?;
        for (group, names) in [
            ("absent from the file", &self.absent),
            ("left out", &self.unwanted),
            ("in the file only", &self.surplus),
        ] {
            if !names.is_empty() {
                write!(formatter, "\n{group}: {}", list(names))?;
            }
        }
        for (name, found, expected) in &self.different {
            write!(
                formatter,
                "\n{name}: {found} in the file, {expected} in the model"
            )?;
        }
        Ok(())
    }
}

fn list(names: &[String]) -> String {
    match names {
        [] => "nothing".into(),
        names => names.join(", "),
    }
}

/// Reads those tensors from a safetensors file that the model has too, by name and shape, and that are `wanted`.
///
/// The whole file is read and checked before the first element changes.
///
/// # Errors
/// If the file can't be read, isn't a whole safetensors file, or nothing in it fits.
pub fn load_part(
    path: &Path,
    model: &str,
    table: &[TensorEntry],
    mut regions: RegionsMut<'_>,
    wanted: &dyn Fn(&str) -> bool,
) -> Result<PartOfWeights, WeightsError> {
    let mut source = File::open(path).map_err(|source| WeightsError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    let opened = Opened::new(path, &mut source)?;
    let mut part = PartOfWeights::default();
    let tensors = opened.tensors();
    let mut fitting = Vec::new();
    for entry in table {
        let name = entry.name.to_owned();
        match tensors.get(entry.name) {
            _ if !wanted(entry.name) => part.unwanted.push(name),
            None => part.absent.push(name),
            Some(info) if info.dtype == Dtype::F32 && info.shape == entry.shape.dims() => {
                part.taken.push(name);
                fitting.push(entry);
            }
            Some(info) => {
                let found = format!("{} {:?}", info.dtype, info.shape);
                let expected = format!("F32 {:?}", entry.shape.dims());
                part.different.push((name, found, expected));
            }
        }
    }
    let surplus = tensors.keys().filter(|name| find(table, name).is_none());
    part.surplus = surplus.cloned().collect();
    part.surplus.sort();
    if fitting.is_empty() {
        return Err(WeightsError::NothingTaken {
            path: path.to_path_buf(),
            model: model.to_owned(),
            reason: part.to_string().replace('\n', "; "),
        });
    }
    let file = opened.read(&mut source)?;
    for entry in fitting {
        let region = regions.region_mut(entry.region);
        file.copy(entry, &mut region[entry.offset..entry.offset + entry.len()]);
    }
    Ok(part)
}
