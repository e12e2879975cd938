//! Regularizers and constraints of a model's tensors: what a training step adds to the loss and to the gradients, and what
//! it does to the weights after the update.
//!
//! The formulas are those of Keras 3. A type of the user's own implements [`Regularizer`] or [`Constraint`] and stands in the
//! declaration as a constant expression: `kernel_regularizer = my::Smooth { strength: 0.1 }`.

mod axes;
mod constraints;
mod orthogonal;
mod regularizers;
#[cfg(all(test, feature = "std"))]
mod tests;

pub use axes::Axes;
pub use constraints::{Constraint, MaxNorm, MinMaxNorm, NonNeg, UnitNorm};
pub use orthogonal::{Between, Orthogonal};
pub use regularizers::{L1, L1L2, L2, Regularizer};

use crate::storage::TensorEntry;
use core::ops::Range;

/// A tensor's regularizer.
#[derive(Clone, Copy)]
pub struct Penalty {
    /// The tensor's place in the model's table.
    pub tensor: usize,
    /// What its weights cost.
    pub regularizer: &'static dyn Regularizer,
}

/// A tensor's constraint.
#[derive(Clone, Copy)]
pub struct Constrained {
    /// The tensor's place in the model's table.
    pub tensor: usize,
    /// What its weights must keep to.
    pub constraint: &'static dyn Constraint,
}

/// Elements that are added up at once. A penalty is the sum over runs of so many elements, whatever the number of threads.
const AT_ONCE: usize = 1 << 14;

fn elements(entry: &TensorEntry) -> Range<usize> {
    entry.offset..entry.offset + entry.len()
}

/// The penalties of a model's trained parameters. If gradients are given, those of the penalties are added.
pub fn penalize(
    penalties: &[Penalty],
    table: &[TensorEntry],
    parameters: &[f32],
    mut gradients: Option<&mut [f32]>,
) -> f64 {
    let mut sum = 0.0;
    for penalty in penalties {
        let entry = &table[penalty.tensor];
        let values = &parameters[elements(entry)];
        let gradient = gradients
            .as_mut()
            .map(|gradients| &mut gradients[elements(entry)]);
        sum += match (penalty.regularizer.is_elementwise(), gradient) {
            (false, gradient) => penalty.regularizer.penalize(entry.shape, values, gradient),
            (true, None) => (values.chunks(AT_ONCE))
                .map(|values| penalty.regularizer.penalize(entry.shape, values, None))
                .sum(),
            (true, Some(gradient)) => (values.chunks(AT_ONCE).zip(gradient.chunks_mut(AT_ONCE)))
                .map(|(values, gradient)| {
                    (penalty.regularizer).penalize(entry.shape, values, Some(gradient))
                })
                .sum(),
        };
    }
    sum
}

/// Makes a model's trained parameters keep to their constraints.
pub fn constrain(constraints: &[Constrained], table: &[TensorEntry], parameters: &mut [f32]) {
    for constrained in constraints {
        let entry = &table[constrained.tensor];
        constrained
            .constraint
            .project(entry.shape, &mut parameters[elements(entry)]);
    }
}
