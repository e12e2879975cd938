//! Loading the deployed form of a model, from a file of that form or of the trained one.

use super::load::Opened;
use super::{DEPLOYED, WeightsError};
use crate::storage::{TensorEntry, convert};
use formwork_shape_rules::fold::Origin;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Both forms of a model.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// The tensors that are trained.
    pub trained: &'a [TensorEntry],
    /// The tensors of the deployed form, all in one region.
    pub deployed: &'a [TensorEntry],
    /// For each of these how it is made.
    pub origins: &'a [Origin],
}

/// Reads the deployed form from a safetensors file. The file's order doesn't matter.
///
/// The file holds the deployed tensors if its metadata say so, or if it has none of ours and exactly the deployed tensors'
/// names; they are taken as they are. In any other file the trained tensors are expected, and folded. All is checked, as in
/// [`load`](super::load), before the first element changes.
pub fn load_deployed(
    path: &Path,
    model: &str,
    tables: &Tables<'_>,
    elements: &mut [f32],
) -> Result<(), WeightsError> {
    let mut file = File::open(path).map_err(|source| WeightsError::Read {
        path: path.to_path_buf(),
        source,
    })?;
    load_deployed_from(path, &mut file, model, tables, elements)
}

/// The same from any source of bytes. `path` only names it in errors.
pub fn load_deployed_from(
    path: &Path,
    source: &mut dyn Read,
    model: &str,
    tables: &Tables<'_>,
    elements: &mut [f32],
) -> Result<(), WeightsError> {
    let opened = Opened::new(path, source)?;
    let is_deployed = match opened.metadata("format") {
        Some(super::FORMAT) => opened.metadata("form") == Some(DEPLOYED),
        _ => opened.has_names_of(tables.deployed) && !opened.has_names_of(tables.trained),
    };
    if is_deployed {
        opened.check(model, tables.deployed)?;
        let file = opened.read(source)?;
        for entry in tables.deployed {
            file.copy(
                entry,
                &mut elements[entry.offset..entry.offset + entry.len()],
            );
        }
        return Ok(());
    }
    opened.check(model, tables.trained)?;
    let file = opened.read(source)?;
    let tensors: Vec<Vec<f32>> = tables
        .trained
        .iter()
        .map(|entry| {
            let mut tensor = vec![0.0; entry.len()];
            file.copy(entry, &mut tensor);
            tensor
        })
        .collect();
    convert(
        tables.deployed,
        tables.origins,
        &|tensor| &tensors[tensor],
        elements,
    );
    Ok(())
}
