//! Dropout as a layer of its own, where it can't be fused into the layer before.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::activation::{copy_unless_in_place, hand_on};
use crate::operation::{Backward, Forward, Mode, Operation};

/// Inverted dropout: in training, 0 with probability `rate`, else `x / (1 − rate)`; in inference the identity.
///
/// `x` and `y` have `len` elements for each sample. Backward draws the same mask again: it needs nothing. Works in
/// place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dropout {
    /// Elements of one sample.
    pub len: usize,
    /// Probability with which an element is dropped, in `0.0..=1.0`.
    pub rate: f32,
    /// Number of the node in its model.
    pub node: u32,
}

impl Operation for Dropout {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        copy_unless_in_place(call.inputs[0], output);
        if call.mode == Mode::Training {
            call.random
                .dropout(self.node, call.first_sample, self.len, self.rate, output);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &mut *call.output_cotangents[0];
        call.random
            .dropout(self.node, call.first_sample, self.len, self.rate, cotangent);
        hand_on(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for Dropout {
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
    use crate::layers::check::{Check, numbers};
    use crate::layers::reference::Reference;

    fn check(len: usize, rate: f32) -> Check<Dropout> {
        let mut check = Check::new(Dropout { len, rate, node: 3 });
        check.inputs = vec![len];
        check.keep_inputs = vec![false];
        check.outputs = vec![len];
        check.keep_outputs = vec![false];
        check.in_place = true;
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        check(37, 0.4).run();
        check(5, 1.0).run();
    }

    #[test]
    fn keras_agrees_in_inference() {
        let reference = Reference::open("layers_dense");
        for case in reference.cases().filter(|case| case.layer() == "Dropout") {
            let found = check(6, case.number("rate", 0.0)).forward(4, &[case.values("x")], &[]);
            case.check("y", &found[0], (2e-6, 1e-6));
        }
    }

    #[test]
    fn kept_elements_are_scaled_in_training() {
        let x = numbers(200, 1);
        let pass = check(50, 0.25).pass(4, std::slice::from_ref(&x), &[], &[vec![1.0; 200]]);
        let dropped = pass.outputs[0]
            .iter()
            .filter(|value| **value == 0.0)
            .count();
        assert!((20..90).contains(&dropped));
        for ((y, dx), x) in pass.outputs[0]
            .iter()
            .zip(&pass.input_cotangents[0])
            .zip(&x)
        {
            let kept = (y - x / 0.75).abs() < 1e-6 && (dx - 1.0 / 0.75).abs() < 1e-6;
            assert!(kept || (*y == 0.0 && *dx == 0.0));
        }
    }
}
