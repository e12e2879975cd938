//! Where numbers that aren't finite come from.

use super::batches::Ports;
use super::engine::Network;
use crate::storage::{Region, TensorEntry};

/// What a batch that went wrong was computed from and what came of it.
pub struct Suspects<'a> {
    /// The inputs, each for the whole batch.
    pub inputs: &'a [&'a [f32]],
    /// Number of samples.
    pub samples: usize,
    /// The model's inputs and outputs.
    pub ports: Ports,
    /// The tensors.
    pub table: &'static [TensorEntry],
    /// The gradients.
    pub gradients: &'a [f32],
    /// The loss.
    pub loss: f32,
    /// The first layer whose output isn't finite, computed from these inputs in inference mode.
    pub layer: Option<&'a str>,
}

/// The first thing that isn't finite: an input, a tensor of the model, a layer's output, the loss, a gradient.
pub fn first_fault(model: &dyn Network, suspects: &Suspects<'_>) -> Option<String> {
    for (input, port) in suspects.inputs.iter().zip(suspects.ports.inputs) {
        if let Some(place) = broken(&input[..suspects.samples * port.shape.len()]) {
            let sample = place / port.shape.len();
            return Some(format!(
                "the input `{}` of sample {sample} of the batch has {}",
                port.name, input[place]
            ));
        }
    }
    let regions = model.regions();
    for entry in suspects.table {
        let elements = &regions.region(entry.region)[entry.offset..][..entry.len()];
        if let Some(place) = broken(elements) {
            let name = entry.name;
            return Some(format!("the tensor `{name}` has {}", elements[place]));
        }
    }
    if let Some(layer) = suspects.layer {
        return Some(format!(
            "the output of `{layer}` isn't finite, the first one in the order of the layers"
        ));
    }
    if !suspects.loss.is_finite() {
        return Some(format!(
            "the loss is {}, though all layers give finite outputs in inference mode",
            suspects.loss
        ));
    }
    let trained = suspects.table.iter();
    let mut trained = trained.filter(|entry| entry.region == Region::Trainable);
    trained.find_map(|entry| {
        let elements = &suspects.gradients[entry.offset..][..entry.len()];
        let value = elements[broken(elements)?];
        let (name, loss) = (entry.name, suspects.loss);
        Some(format!(
            "the gradient of `{name}` has {value}, though the loss is {loss}"
        ))
    })
}

/// The place of the first element that isn't finite.
pub fn broken(elements: &[f32]) -> Option<usize> {
    elements.iter().position(|element| !element.is_finite())
}
