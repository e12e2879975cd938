//! Zero padding: zeros around a sequence, an image or a volume.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::layers::Frame;
use crate::operation::{Backward, Forward, Operation};

/// `y[p + before, c] = x[p, c]`, and 0 elsewhere.
///
/// `x` is the frame's smaller volume and `y` the larger one. Backward: `dx[p, c] = dy[p + before, c]`; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ZeroPadding {
    /// Where the input lies in the output.
    pub frame: Frame,
}

impl Operation for ZeroPadding {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.frame.inner_len());
        let outputs = call.outputs[0].chunks_exact_mut(self.frame.outer_len());
        for (x, y) in samples.zip(outputs) {
            pad(&self.frame, x, y);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &*call.output_cotangents[0];
        self.frame
            .extract_cotangent(cotangent, &mut call.input_cotangents[0]);
    }
}

impl Inference for ZeroPadding {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            pad(&self.frame, x, y);
        }
    }
}

#[inline(never)]
fn pad(frame: &Frame, x: &[f32], y: &mut [f32]) {
    y.fill(0.0);
    frame.insert(x, y);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::frame::tests::{FRAMES, of_case};
    use crate::layers::reference::Reference;

    fn check(frame: Frame) -> Check<ZeroPadding> {
        let mut check = Check::new(ZeroPadding { frame });
        check.inputs = vec![frame.inner_len()];
        check.keep_inputs = vec![false];
        check.outputs = vec![frame.outer_len()];
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
            if case.layer().starts_with("ZeroPadding") {
                let check = check(of_case(&case, "padding", ["x", "y"]));
                let samples = case.shape("x")[0];
                let pass = check.pass(samples, &[case.values("x")], &[], &[case.values("dy")]);
                case.check("y", &pass.outputs[0], (0.0, 0.0));
                case.check("dx", &pass.input_cotangents[0], (0.0, 0.0));
                compared += 1;
            }
        }
        assert_eq!(compared, 3);
    }
}
