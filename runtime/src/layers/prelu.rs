//! PReLU: a ReLU whose slope for negative numbers is learned.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::layers::merge::Broadcast;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use formwork_shape_rules::Shape;

/// `y = x` for x > 0, else `alpha · x`.
///
/// Parameter: alpha of the input's shape, with 1 along the axes that share it. Backward needs the input: `dx = dy` for
/// x > 0, `alpha · dy` for x < 0, and 0 at 0; `dalpha = Σ dy · x` over the negative x that share it. He, Zhang, Ren and
/// Sun, "Delving deep into rectifiers" (2015).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PReLU {
    /// Shape of the input and the output.
    pub shape: Shape,
    /// Shape of alpha.
    pub alpha: Shape,
}

impl PReLU {
    /// Floats of scratch: one sample.
    pub const fn scratch(&self) -> usize {
        self.shape.len()
    }

    fn broadcast(&self) -> Broadcast {
        Broadcast::new(self.alpha, self.shape)
    }
}

#[inline(always)]
fn prelu(x: f32, alpha: f32) -> f32 {
    if x > 0.0 { x } else { alpha * x }
}

impl Operation for PReLU {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let len = self.shape.len();
        let samples = call.inputs[0].chunks_exact(len);
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(len)) {
            y.copy_from_slice(x);
            let alpha = call.parameters;
            self.broadcast()
                .zip(alpha, y, |y, alpha| *y = prelu(*y, alpha));
        }
    }

    fn backward(&self, mut call: Backward<'_, '_>) {
        count(Call::Backward);
        let len = self.shape.len();
        let scratch = &mut call.scratch[..len];
        for sample in 0..call.samples {
            let own = sample * len..(sample + 1) * len;
            let x = &call.inputs[0][own.clone()];
            let dy = &call.output_cotangents[0][own.clone()];
            if let Some(gradients) = &mut call.gradients {
                for ((part, x), dy) in scratch.iter_mut().zip(x).zip(dy) {
                    *part = if *x < 0.0 { dy * x } else { 0.0 };
                }
                let mut to = InputCotangent::Add(gradients);
                self.broadcast().reduce(1.0, scratch, &mut to);
            }
            // The slope at each element.
            for (slope, x) in scratch.iter_mut().zip(x) {
                *slope = *x;
            }
            self.broadcast()
                .zip(call.parameters, scratch, |slope, alpha| {
                    *slope = match *slope {
                        x if x > 0.0 => 1.0,
                        x if x < 0.0 => alpha,
                        _ => 0.0,
                    };
                });
            let (to, add) = match &mut call.input_cotangents[0] {
                InputCotangent::Write(to) => (&mut to[own], false),
                InputCotangent::Add(to) => (&mut to[own], true),
                InputCotangent::Skip => continue,
                InputCotangent::InPlace => panic!("prelu: the gradient needs the input"),
            };
            for ((dx, slope), dy) in to.iter_mut().zip(&*scratch).zip(dy) {
                *dx = if add { *dx + slope * dy } else { slope * dy };
            }
        }
    }
}

impl Inference for PReLU {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            portable::merge(
                &[self.shape, self.alpha],
                &self.shape,
                &[*x, call.parameters],
                false,
                y,
                |input, x, value| match input {
                    0 => value,
                    _ => prelu(x, value),
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(shape: &[usize], alpha: &[usize]) -> Check<PReLU> {
        let layer = PReLU {
            shape: Shape::of(shape),
            alpha: Shape::of(alpha),
        };
        let mut check = Check::new(layer);
        check.inputs = vec![layer.shape.len()];
        check.keep_inputs = vec![true];
        check.outputs = vec![layer.shape.len()];
        check.keep_outputs = vec![false];
        check.parameters = layer.alpha.len();
        check.scratch = Box::new(move |_| layer.scratch());
        // Not closer to the kink than a step of the differences.
        check.adapt = |_, value| value + if value < 0.0 { -0.01 } else { 0.01 };
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for check in [
            check(&[5], &[5]),
            check(&[3, 4, 5], &[1, 1, 5]),
            check(&[3, 4, 5], &[3, 1, 5]),
        ] {
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("activations");
        for name in ["layer_prelu", "layer_prelu_shared"] {
            let case = reference.case(name);
            let (x, alpha) = (case.shape("x"), case.shape("alpha"));
            let check = check(&x[1..], &alpha);
            let inputs = [case.values("x")];
            let pass = check.pass(x[0], &inputs, &case.values("alpha"), &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
            case.check("dalpha", &pass.gradients, (2e-6, 1e-6));
        }
    }
}
