//! Global average pooling: the mean of each channel over all positions.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::vector;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;

/// `y[c] = 1/positions · Σₚ x[p, c]`.
///
/// `x: [positions, channels]` and `y: [channels]` for each sample; `keepdims` changes the shape, not the values.
/// Backward: `dx[p, c] = dy[c] / positions`; it needs nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GlobalAveragePooling {
    /// Product of the axes of space.
    pub positions: usize,
    /// Number of channels.
    pub channels: usize,
}

impl Operation for GlobalAveragePooling {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let samples = call.inputs[0].chunks_exact(self.positions * self.channels);
        let factor = 1.0 / self.positions as f32;
        for (x, y) in samples.zip(call.outputs[0].chunks_exact_mut(self.channels)) {
            y.fill(0.0);
            vector::add_rows(x, y);
            vector::scale(factor, y);
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip => return,
            InputCotangent::InPlace => {
                panic!("pooling: the input's cotangent doesn't fit in the output's")
            }
        };
        if !add {
            to.fill(0.0);
        }
        let factor = 1.0 / self.positions as f32;
        let samples = to.chunks_exact_mut(self.positions * self.channels);
        for (dy, dx) in call.output_cotangents[0]
            .chunks_exact(self.channels)
            .zip(samples)
        {
            for dx in dx.chunks_exact_mut(self.channels) {
                vector::axpy(factor, dy, dx);
            }
        }
    }
}

impl Inference for GlobalAveragePooling {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            infer(self.positions, x, y);
        }
    }
}

/// One sum in ascending order for each channel, times 1/positions.
#[inline(never)]
fn infer(positions: usize, x: &[f32], y: &mut [f32]) {
    let Some(channels) = NonZeroUsize::new(y.len()) else {
        return;
    };
    y.fill(0.0);
    for x in x.chunks_exact(channels.get()) {
        for (y, x) in y.iter_mut().zip(x) {
            *y += *x;
        }
    }
    let factor = 1.0 / positions as f32;
    for y in y {
        *y *= factor;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;
    use crate::layers::reference::Reference;

    fn check(positions: usize, channels: usize) -> Check<GlobalAveragePooling> {
        let mut check = Check::new(GlobalAveragePooling {
            positions,
            channels,
        });
        check.inputs = vec![positions * channels];
        check.keep_inputs = vec![false];
        check.outputs = vec![channels];
        check.keep_outputs = vec![false];
        check
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for check in [check(1, 3), check(15, 7)] {
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn keras_agrees() {
        let reference = Reference::open("layers_pool");
        let cases: Vec<_> = reference
            .cases()
            .filter(|case| case.layer().starts_with("GlobalAveragePooling") && !case.has("mask"))
            .collect();
        assert_eq!(cases.len(), 4);
        for case in cases {
            let shape = case.shape("x");
            let positions = shape[1..shape.len() - 1].iter().product();
            let check = check(positions, shape[shape.len() - 1]);
            let pass = check.pass(shape[0], &[case.values("x")], &[], &[case.values("dy")]);
            case.check("y", &pass.outputs[0], (2e-6, 1e-6));
            case.check("dx", &pass.input_cotangents[0], (2e-6, 1e-6));
        }
    }
}
