//! What layers share that change values in training only.

use crate::kernels::calls::{Call, count};
use crate::layers::activation::{copy_unless_in_place, hand_on};
use crate::operation::{Backward, Forward, Mode};
use crate::random::Random;

/// Whole samples that a layer changes in place.
pub(super) struct Samples<'a> {
    /// The source of random numbers of this step.
    pub random: Random,
    /// Index of the first sample within the batch.
    pub first_sample: usize,
    /// The samples' values, or their cotangents.
    pub values: &'a mut [f32],
    /// Room for intermediate values.
    pub scratch: &'a mut [f32],
}

/// Copies the input, and changes it in training.
pub(super) fn forward(call: Forward<'_, '_>, change: impl FnOnce(Samples<'_>)) {
    count(Call::Forward);
    let values = &mut *call.outputs[0];
    copy_unless_in_place(call.inputs[0], values);
    if call.mode == Mode::Training {
        change(Samples {
            random: call.random,
            first_sample: call.first_sample,
            values,
            scratch: call.scratch,
        });
    }
}

/// Changes the cotangent, and hands it on.
pub(super) fn backward(call: Backward<'_, '_>, change: impl FnOnce(Samples<'_>)) {
    count(Call::Backward);
    let values = &mut *call.output_cotangents[0];
    change(Samples {
        random: call.random,
        first_sample: call.first_sample,
        values,
        scratch: call.scratch,
    });
    hand_on(values, &mut call.input_cotangents[0]);
}

#[cfg(test)]
pub(super) mod tests {
    use crate::inference::Inference;
    use crate::layers::check::{Check, numbers};
    use crate::operation::Operation;

    /// The check of a layer on samples of `len` elements.
    pub fn check<O: Operation>(operation: O, len: usize, scratch: usize) -> Check<O> {
        let mut check = Check::new(operation);
        check.inputs = vec![len];
        check.keep_inputs = vec![false];
        check.outputs = vec![len];
        check.keep_outputs = vec![false];
        check.scratch = Box::new(move |_| scratch);
        check.in_place = true;
        check
    }

    /// All checks; and in inference the layer is the identity.
    pub fn run<O: Operation + Inference>(check: &Check<O>) {
        check.run();
        check.run_inference();
        let x = numbers(3 * check.inputs[0], 4);
        assert_eq!(check.forward(3, std::slice::from_ref(&x), &[])[0], x);
    }

    /// What training makes of ones and of their cotangents, for some samples.
    pub fn ones<O: Operation>(check: &Check<O>, samples: usize) -> [Vec<f32>; 2] {
        let ones = vec![1.0; samples * check.inputs[0]];
        let mut pass = check.pass(
            samples,
            std::slice::from_ref(&ones),
            &[],
            std::slice::from_ref(&ones),
        );
        [pass.outputs.remove(0), pass.input_cotangents.remove(0)]
    }
}
