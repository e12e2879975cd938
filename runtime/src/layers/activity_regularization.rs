//! Activity regularization: in training, what a layer gives costs something.

use crate::inference::{self, Inference};
use crate::kernels::portable;
use crate::layers::training_only;
use crate::operation::{Backward, Forward, Operation};
use crate::penalties::L1L2;

/// `y = x`; a training step adds `(l1 · Σ |y| + l2 · Σ y²) / batch` to the loss, the sums running over all samples of the batch.
///
/// `x` and `y` have `len` elements for each sample. Backward: `dx = dy + (l1 · sign(y) + 2 · l2 · y) / batch`, with 0 for the sign of 0;
/// it needs the output. The penalty's part of it comes first, from
/// [`Objective::penalize`](crate::model::Objective::penalize), which knows the batch. Works in place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ActivityRegularization {
    /// Elements of one sample.
    pub len: usize,
    /// The factor of the sum of sizes.
    pub l1: f32,
    /// The factor of the sum of squares.
    pub l2: f32,
}

impl ActivityRegularization {
    /// What a sample's output costs.
    pub const fn regularizer(&self) -> L1L2 {
        L1L2 {
            l1: self.l1,
            l2: self.l2,
        }
    }
}

impl Operation for ActivityRegularization {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |_| {});
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |_| {});
    }
}

impl Inference for ActivityRegularization {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([input], [output]) = (call.inputs, call.outputs) {
            portable::copy(input, output);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::training_only::tests::{check, run};

    /// The penalty apart: see the tests of the penalties.
    #[test]
    fn gradients_are_those_of_the_output() {
        let layer = ActivityRegularization {
            len: 37,
            l1: 0.3,
            l2: 0.2,
        };
        let mut check = check(layer, 37, 0);
        check.keep_outputs = vec![true];
        run(&check);
    }
}
