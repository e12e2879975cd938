//! Cropping: a sequence, an image or a volume without its border.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::layers::Frame;
use crate::operation::{Backward, Forward, Operation};

/// `y[p, c] = x[p + before, c]`.
///
/// `x` is the frame's larger volume and `y` the smaller one. Backward: `dx[p + before, c] = dy[p, c]`, and 0 elsewhere;
/// it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cropping {
    /// Where the output lies in the input.
    pub frame: Frame,
}

impl Operation for Cropping {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.frame.outer_len());
        let outputs = call.outputs[0].chunks_exact_mut(self.frame.inner_len());
        for (x, y) in samples.zip(outputs) {
            self.frame.extract(x, y);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &*call.output_cotangents[0];
        self.frame
            .insert_cotangent(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for Cropping {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            self.frame.extract(x, y);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::frame::tests::{FRAMES, of_case};
    use crate::layers::reference::Reference;

    fn check(frame: Frame) -> Check<Cropping> {
        let mut check = Check::new(Cropping { frame });
        check.inputs = vec![frame.outer_len()];
        check.keep_inputs = vec![false];
        check.outputs = vec![frame.inner_len()];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for frame in FRAMES {
            check(frame).run();
            check(frame).run_inference();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let mut compared = 0;
        for case in reference.cases() {
            if case.layer().starts_with("Cropping") {
                let check = check(of_case(&case, "cropping", ["y", "x"]));
                let samples = case.shape("x")[0];
                let pass = check.pass(samples, &[case.values("x")], &[], &[case.values("dy")]);
                case.check("y", &pass.outputs[0], (0.0, 0.0));
                case.check("dx", &pass.input_cotangents[0], (0.0, 0.0));
                compared += 1;
            }
        }
        assert_eq!(compared, 2);
    }
}
