//! The tensors of the deployed form: which there are, how each is made from those of the trained form, and where it lies.

use super::folding::Folding;
use crate::ir::deployed::DeployedTensor;
use crate::ir::graph::{LayerInstance, Parameter};
use crate::ir::plan::Plan;
use crate::ir::size::Size;
use crate::layers::Linear;
use formwork_shape_rules::Shape;
use formwork_shape_rules::fold::{FoldedNormalization, Origin};
use std::num::NonZeroUsize;

/// The layout of the deployed form's weights: layers in order, those of users' layers last, each with its state behind.
pub struct Layout {
    /// The tensors of built-in layers.
    pub tensors: Vec<DeployedTensor>,
    /// For each layer: first element of its parameters, and how many there are.
    pub parameters: Vec<(Size, Size)>,
    /// All elements.
    pub elements: Size,
}

/// Lays out the tensors.
pub fn tensors(plan: &Plan, folding: &Folding) -> Layout {
    let layers = &plan.graph.layers;
    let mut is_applied = vec![false; layers.len()];
    for operation in &plan.operations {
        is_applied[operation.layer] = true;
        if let Some(absorbed) = operation.absorbed {
            is_applied[absorbed] = true;
        }
    }
    // Where the tensors of each layer begin in the trained model's table, which has users' layers last.
    let mut count = 0;
    let mut begins = Vec::with_capacity(layers.len());
    for instance in layers {
        begins.push(count);
        count += instance.parameters.len();
    }
    let mut layout = Layout {
        tensors: Vec::new(),
        parameters: Vec::with_capacity(layers.len()),
        elements: Size::ZERO,
    };
    let mut end = 0;
    for (layer, instance) in layers.iter().enumerate() {
        let start = end;
        let own = || normalization(instance, begins[layer]);
        let folded = folding.layers[layer];
        let folded = || normalization(&layers[folded?], begins[folded?]);
        let tensors = if !is_applied[layer] {
            // It has vanished, or is part of another.
            Vec::new()
        } else if let Some(normalization) = own() {
            of_line(&normalization)
        } else if let (Some(normalization), Some(linear)) = (folded(), instance.layer.linear()) {
            of_folded(instance, begins[layer], &linear, &normalization)
        } else {
            copied(instance, begins[layer])
        };
        for (name, shape, origin) in tensors {
            layout.tensors.push(DeployedTensor {
                layer,
                name,
                shape,
                offset: end,
                origin,
            });
            end += shape.len();
        }
        layout.parameters.push((start.into(), (end - start).into()));
    }
    layout.elements = end.into();
    for (layer, _) in layers.iter().enumerate() {
        if plan.user_alias(layer).is_some() {
            let len = plan.parameter_len(layer).plus(&plan.state_len(layer));
            layout.parameters[layer] = (layout.elements.clone(), len.clone());
            layout.elements = layout.elements.plus(&len);
        }
    }
    layout
}

/// A tensor of a layer: its name, its shape and how it is made.
type Tensor = (&'static str, Shape, Origin);

/// As they were trained.
fn copied(instance: &LayerInstance, begin: usize) -> Vec<Tensor> {
    let of = |(place, parameter): (usize, &Parameter)| {
        let tensor = begin + place;
        (parameter.name, parameter.shape, Origin::Copied { tensor })
    };
    instance.parameters.iter().enumerate().map(of).collect()
}

/// The place of one of a layer's tensors in the trained model's table.
fn find(instance: &LayerInstance, begin: usize, name: &str) -> Option<usize> {
    let mut parameters = instance.parameters.iter();
    Some(begin + parameters.position(|parameter| parameter.name == name)?)
}

/// A layer's normalization by the places of its tensors, and their shape, if it is one.
fn normalization(instance: &LayerInstance, begin: usize) -> Option<(FoldedNormalization, Shape)> {
    let line = instance.layer.line()?;
    let find = |name| find(instance, begin, name);
    let normalization = FoldedNormalization {
        gamma: line.gamma.and_then(find),
        beta: line.beta.and_then(find),
        mean: find(line.mean)?,
        variance: find(line.variance)?,
        epsilon: line.epsilon,
    };
    Some((normalization, instance.parameters.first()?.shape))
}

/// Scale and shift.
fn of_line(&(normalization, shape): &(FoldedNormalization, Shape)) -> Vec<Tensor> {
    vec![
        ("scale", shape, Origin::Scale { normalization }),
        ("shift", shape, Origin::Shift { normalization }),
    ]
}

/// A linear layer's tensors with a normalization in its kernel and its bias.
fn of_folded(
    instance: &LayerInstance,
    begin: usize,
    linear: &Linear,
    &(normalization, shape): &(FoldedNormalization, Shape),
) -> Vec<Tensor> {
    let mut tensors = copied(instance, begin);
    tensors.retain(|(name, ..)| *name != linear.bias);
    for (name, shape, origin) in &mut tensors {
        if let Origin::Copied { tensor: kernel } = *origin
            && *name == linear.kernel
        {
            let behind = shape.dims().iter().rev().take(linear.inner_axes);
            *origin = Origin::Scaled {
                kernel,
                inner: NonZeroUsize::new(behind.product()).unwrap_or(NonZeroUsize::MIN),
                normalization,
            };
        }
    }
    let origin = Origin::Bias {
        bias: find(instance, begin, linear.bias),
        normalization,
    };
    tensors.push((linear.bias, shape, origin));
    tensors
}
