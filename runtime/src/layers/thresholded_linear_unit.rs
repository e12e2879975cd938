//! ThresholdedLinearUnit: a ReLU whose threshold is learned for each channel.

use crate::activations::Parametric;
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::activation::{copy_unless_in_place, hand_on};
use crate::operation::{Backward, Forward, Operation};

/// `y = max(z, θ)` for each channel, or `max(z, α z + θ)`, where no other operation absorbs it: see [`Parametric`].
///
/// `z` and `y`: `[positions, channels]` for each sample; θ, and α before it: `[channels]`. Backward needs the input. At
/// z = θ the cotangent is the input's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThresholdedLinearUnit {
    /// Which form.
    pub form: Parametric,
}

impl Operation for ThresholdedLinearUnit {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let output = &mut *call.outputs[0];
        copy_unless_in_place(call.inputs[0], output);
        self.form.forward(call.parameters, output);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &mut *call.output_cotangents[0];
        self.form
            .backward(call.parameters, call.inputs[0], cotangent, call.gradients);
        hand_on(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for ThresholdedLinearUnit {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        portable::copy(input, output);
        self.form.forward(call.parameters, output);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(form: Parametric, len: usize, channels: usize) -> Check<ThresholdedLinearUnit> {
        let mut check = Check::new(ThresholdedLinearUnit { form });
        check.inputs = vec![len];
        check.keep_inputs = vec![true];
        check.outputs = vec![len];
        check.keep_outputs = vec![false];
        check.parameters = match form {
            Parametric::Thresholded => channels,
            Parametric::ThresholdedAffine => 2 * channels,
        };
        check.in_place = true;
        // Wide apart, so that hardly any is near its threshold.
        check.adapt = |_, value| 16.0 * value;
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for form in [Parametric::Thresholded, Parametric::ThresholdedAffine] {
            for (len, channels) in [(21, 7), (5, 5), (34, 17), (3, 1)] {
                check(form, len, channels).run();
                check(form, len, channels).run_inference();
            }
        }
    }

    #[test]
    fn at_the_threshold_the_cotangent_is_the_inputs() {
        let check = check(Parametric::Thresholded, 3, 3);
        let pass = check.pass(
            1,
            &[vec![0.5, -0.0, -1.0]],
            &[0.5, 0.0, 0.0],
            &[vec![1.0; 3]],
        );
        assert_eq!(pass.input_cotangents[0], [1.0, 1.0, 0.0]);
        assert_eq!(pass.gradients, [0.0, 0.0, 1.0]);
    }

    #[test]
    fn the_references_agree() {
        let reference = Reference::open("layers_norm");
        for case in reference
            .cases()
            .filter(|case| case.layer() == "ThresholdedLinearUnit")
        {
            let affine = case.flag("affine", false);
            let form = match affine {
                true => Parametric::ThresholdedAffine,
                false => Parametric::Thresholded,
            };
            let shape = case.shape("x");
            let len = shape[1..].iter().product();
            let mut parameters = match affine {
                true => case.values("tlu_alpha"),
                false => Vec::new(),
            };
            parameters.extend(case.values("theta"));
            let check = check(form, len, shape[shape.len() - 1]);
            let pass = check.pass(
                shape[0],
                &[case.values("x")],
                &parameters,
                &[case.values("dy")],
            );
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
            let channels = case.values("theta").len();
            let (alpha, theta) = pass.gradients.split_at(parameters.len() - channels);
            case.check("dtheta", theta, (5e-5, 1e-5));
            if affine {
                case.check("dtlu_alpha", alpha, (5e-5, 1e-5));
            }
        }
    }
}
