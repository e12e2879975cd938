//! Categorical cross-entropy for class indices.

use super::{CategoricalCrossentropy, LossCall, LossFunction};
use crate::model::Tail;

/// `−ln p[class]`: [`CategoricalCrossentropy`] with the one-hot vector of a class index as target.
///
/// An output `Tensor1<C>` takes `u8`, `u16` or `u32`; an output `Tensor2<STEPS, C>` takes arrays of them, one class for
/// each step. Training reports a class that the output doesn't have before it starts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SparseCategoricalCrossentropy {
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
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

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        self.dense().evaluate(call)
    }
}
