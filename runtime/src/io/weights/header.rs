//! The header of a safetensors file: a JSON object that gives each tensor's type, shape and place.
//!
//! The `safetensors` crate would write it too, but its metadata come in the random order of a hash map, so that the
//! same weights gave different files.

use super::{CHECKSUM, DEPLOYED, FORMAT, VERSION};
use crate::storage::{Dtype, TensorEntry};
use std::fmt::Write;

/// Which tensors of a model a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Those that are trained.
    Trained,
    /// Those that are deployed.
    Deployed,
}

/// The first bytes of a file with the tensors of a table in its order: the header's length, then the header, filled
/// up with spaces to a multiple of eight bytes.
pub(super) fn header(model: &str, form: Form, table: &[TensorEntry], checksum: u32) -> Vec<u8> {
    let checksum = checksum_text(checksum);
    let mut metadata = vec![(CHECKSUM, checksum.as_str())];
    if form == Form::Deployed {
        metadata.push(("form", DEPLOYED));
    }
    metadata.extend([("format", FORMAT), ("model", model), ("version", VERSION)]);
    let mut json = String::from("{\"__metadata__\":{");
    for (index, (name, value)) in metadata.into_iter().enumerate() {
        if index > 0 {
            json.push(',');
        }
        push_text(&mut json, name);
        json.push(':');
        push_text(&mut json, value);
    }
    json.push('}');
    let mut begin = 0;
    for entry in table {
        let Dtype::F32 = entry.dtype;
        let end = begin + entry.len() * size_of::<f32>();
        json.push(',');
        push_text(&mut json, entry.name);
        // Writing to a string never fails. The dimensions print as JSON does: `[784, 512]`.
        let _ = write!(
            json,
            ":{{\"dtype\":\"F32\",\"shape\":{},\"data_offsets\":[{begin},{end}]}}",
            entry.shape
        );
        begin = end;
    }
    json.push('}');
    json.extend(std::iter::repeat_n(
        ' ',
        json.len().next_multiple_of(8) - json.len(),
    ));
    let mut bytes = (json.len() as u64).to_le_bytes().to_vec();
    bytes.extend_from_slice(json.as_bytes());
    bytes
}

/// A checksum in the metadata.
pub(super) fn checksum_text(checksum: u32) -> String {
    format!("{checksum:08x}")
}

/// A JSON string.
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => json.extend(['\\', character]),
            '\0'..='\x1f' => {
                let _ = write!(json, "\\u{:04x}", character as u32); // writing to a string never fails
            }
            _ => json.push(character),
        }
    }
    json.push('"');
}
