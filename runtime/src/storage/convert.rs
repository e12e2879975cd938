//! From a model's trained tensors to those of its deployed form.

use super::{Regions, TensorEntry};
use formwork_shape_rules::fold::{Origin, fold};

/// Writes all tensors of a deployed form, whose entries are `table` and which are made as `origins` says; `trained` gives
/// the elements of an entry of the trained model's table.
pub fn convert<'t>(
    table: &[TensorEntry],
    origins: &[Origin],
    trained: &dyn Fn(usize) -> &'t [f32],
    elements: &mut [f32],
) {
    for (entry, origin) in table.iter().zip(origins) {
        if let Some(tensor) = elements.get_mut(entry.offset..entry.offset + entry.len()) {
            fold(origin, trained, tensor);
        }
    }
}

impl<'a> Regions<'a> {
    /// The elements of an entry of the regions' table.
    ///
    /// # Panics
    /// If there is no such entry, or it doesn't lie in the regions.
    pub fn tensor(&self, table: &[TensorEntry], entry: usize) -> &'a [f32] {
        let entry = &table[entry];
        &self.region(entry.region)[entry.offset..entry.offset + entry.len()]
    }
}
