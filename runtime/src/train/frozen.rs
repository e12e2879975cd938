//! Layers that a training leaves as they are.

use crate::storage::{Region, RegionsMut, TensorEntry};

/// A name that no layer has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no layer is called `{name}`, and no layer's name begins with `{name}.` or `{name}_`; the layers with parameters are {}", layers.join(", "))]
pub struct NoSuchLayer {
    /// The name.
    pub name: String,
    /// The layers that there are.
    pub layers: Vec<String>,
}

/// The tensors that are frozen now, and what their elements are.
#[derive(Default)]
pub struct Frozen {
    tensors: Vec<&'static TensorEntry>,
    kept: Vec<f32>,
}

impl Frozen {
    /// Freezes the layers of that name or of names that begin with it, or lets them be trained again. The number of tensors.
    pub fn set(
        &mut self,
        table: &'static [TensorEntry],
        name: &str,
        frozen: bool,
    ) -> Result<usize, NoSuchLayer> {
        let of_layer = |entry: &&TensorEntry| {
            let layer = layer(entry);
            layer
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '_']))
        };
        let tensors: Vec<_> = table.iter().filter(of_layer).collect();
        if tensors.is_empty() {
            let mut layers: Vec<String> = Vec::new();
            for entry in table {
                let layer = format!("`{}`", layer(entry));
                if !layers.contains(&layer) {
                    layers.push(layer);
                }
            }
            return Err(NoSuchLayer {
                name: name.to_owned(),
                layers,
            });
        }
        self.tensors
            .retain(|kept| tensors.iter().all(|entry| entry.name != kept.name));
        if frozen {
            self.tensors.extend(&tensors);
        }
        Ok(tensors.len())
    }

    /// Before a step: remembers the elements.
    pub fn keep(&mut self, mut regions: RegionsMut<'_>) {
        self.kept.clear();
        for entry in &self.tensors {
            let elements = regions.region_mut(entry.region);
            self.kept
                .extend_from_slice(&elements[entry.offset..][..entry.len()]);
        }
    }

    /// Before gradients are clipped: takes away those of frozen tensors.
    pub fn clear(&self, gradients: &mut [f32]) {
        for entry in &self.tensors {
            if entry.region == Region::Trainable {
                gradients[entry.offset..][..entry.len()].fill(0.0);
            }
        }
    }

    /// After a step: gives the elements back.
    pub fn give_back(&self, mut regions: RegionsMut<'_>) {
        let mut rest = self.kept.as_slice();
        for entry in &self.tensors {
            let (elements, others) = rest.split_at(entry.len());
            let region = regions.region_mut(entry.region);
            region[entry.offset..][..entry.len()].copy_from_slice(elements);
            rest = others;
        }
    }
}

/// The layer of a tensor.
fn layer(entry: &TensorEntry) -> &'static str {
    entry
        .name
        .rsplit_once('.')
        .map_or(entry.name, |(layer, _)| layer)
}
