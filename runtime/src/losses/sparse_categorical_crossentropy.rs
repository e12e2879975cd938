//! Categorical cross-entropy for class indices.

use super::{CategoricalCrossentropy, Gradient, Labels, LossCall, LossFunction};
use crate::model::Tail;

/// `−ln p[class]`: [`CategoricalCrossentropy`] with the one-hot vector of a class index as target.
///
/// An output `Tensor1<C>` takes `u8`, `u16` or `u32`; an output `Tensor2<STEPS, C>` takes arrays of them, one class for
/// each step. Training reports a class that the output doesn't have before it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SparseCategoricalCrossentropy {
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
    /// A class, often one that the output doesn't have, that marks rows to leave out: their value and gradient are 0, and the mean is
    /// taken over the others.
    pub ignore_class: Option<u32>,
}

impl SparseCategoricalCrossentropy {
    fn dense(&self) -> CategoricalCrossentropy {
        CategoricalCrossentropy {
            from_logits: self.from_logits,
            label_smoothing: 0.0,
        }
    }
}

impl LossFunction for SparseCategoricalCrossentropy {
    fn fuses(&self, tail: Tail) -> bool {
        self.dense().fuses(tail)
    }

    fn ignored_class(&self) -> Option<u32> {
        self.ignore_class
    }

    fn evaluate(&self, mut call: LossCall<'_>) -> f64 {
        let (Some(ignored), Labels::Classes(classes)) = (self.ignore_class, call.labels) else {
            return self.dense().evaluate(call);
        };
        let width = call.width();
        let mut gradient = call.gradient.take();
        let mut sum = 0.0;
        for (row, class) in classes.iter().enumerate() {
            let elements = row * width..(row + 1) * width;
            if *class == ignored {
                if let Some(gradient) = &mut gradient {
                    gradient.cotangent[elements].fill(0.0);
                }
                continue;
            }
            sum += self.dense().evaluate(LossCall {
                weights: call.weights.map(|weights| &weights[row..=row]),
                gradient: gradient.as_mut().map(|gradient| Gradient {
                    cotangent: &mut gradient.cotangent[elements.clone()],
                    ..*gradient
                }),
                ..LossCall::rows(
                    width,
                    &call.predictions[elements.clone()],
                    Labels::Classes(&classes[row..=row]),
                )
            });
        }
        sum
    }
}
