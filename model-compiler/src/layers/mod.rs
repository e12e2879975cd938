//! The layers, one file each, and the table that the parser, the diagnostics and the documentation read.

use crate::diagnostics::Diagnosis;
use crate::ir::graph::Parameter;
use crate::ir::operation::Lowered;
use formwork_shape_rules::Shape;
use std::fmt::Debug;

/// A layer with its arguments: what every pass after resolution knows of it.
pub trait Layer: Debug {
    /// The shape rule: the shapes of the outputs for one sample, or what is wrong.
    fn outputs(&self, inputs: &[Shape]) -> Result<Vec<Shape>, Diagnosis>;

    /// The tensors that belong to the layer, trained ones first, in the order of Keras. Only called when
    /// [`outputs`](Self::outputs) has accepted the inputs.
    fn parameters(&self, inputs: &[Shape]) -> Vec<Parameter> {
        let _ = inputs;
        Vec::new()
    }

    /// What the layer becomes. `trainable` is false for a frozen layer.
    fn lower(&self, inputs: &[Shape], trainable: bool) -> Lowered;

    /// Floats of scratch that one call forward or backward on up to `samples` samples needs; a call of the late
    /// weight gradient is given as much as a call on the whole batch. Bounded as `samples` grows.
    fn scratch(&self, inputs: &[Shape], samples: usize) -> usize {
        let _ = (inputs, samples);
        0
    }
}
