//! Saving weights.

use super::WeightsError;
use super::header::{Form, header};
use crate::io::atomic;
use crate::io::crc32c::Checksum;
use crate::storage::{Regions, TensorEntry, check_table};
use std::io;
use std::path::Path;

/// Elements that are converted at a time.
const CHUNK: usize = 16 << 10;

/// Writes all tensors of a model to a safetensors file, in the order of its table. The same weights give the same
/// bytes.
///
/// The file is complete and on disk before it takes the place of one of that name. Nothing is copied but 64 KiB at a
/// time.
///
/// # Panics
/// If table and regions don't belong together.
pub fn save(
    path: &Path,
    model: &str,
    table: &[TensorEntry],
    regions: Regions<'_>,
) -> Result<(), WeightsError> {
    write(path, model, Form::Trained, table, regions)
}

/// The same for a model's deployed form, whose tensors are all in one region.
///
/// # Panics
/// If table and elements don't belong together.
pub fn save_deployed(
    path: &Path,
    model: &str,
    table: &[TensorEntry],
    elements: &[f32],
) -> Result<(), WeightsError> {
    let regions = Regions {
        trainable: &[],
        frozen: elements,
        state: &[],
    };
    write(path, model, Form::Deployed, table, regions)
}

fn write(
    path: &Path,
    model: &str,
    form: Form,
    table: &[TensorEntry],
    regions: Regions<'_>,
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
    let mut bytes = Vec::with_capacity(CHUNK * size_of::<f32>());
    let mut in_chunks = |visit: &mut dyn FnMut(&[u8]) -> io::Result<()>| {
        for entry in table {
            let region = regions.region(entry.region);
            let elements = &region[entry.offset..entry.offset + entry.len()];
            for chunk in elements.chunks(CHUNK) {
                bytes.clear();
                bytes.extend(chunk.iter().flat_map(|element| element.to_le_bytes()));
                visit(&bytes)?;
            }
        }
        Ok(())
    };
    let written = atomic::write(path, |file| {
        let mut checksum = Checksum::default();
        in_chunks(&mut |bytes| {
            checksum.add(bytes);
            Ok(())
        })?;
        file.write_all(&header(model, form, table, checksum.value()))?;
        in_chunks(&mut |bytes| file.write_all(bytes))
    });
    written.map_err(|source| WeightsError::Write {
        path: path.to_path_buf(),
        source,
    })
}
