//! LayerScale: a learned factor for each channel.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::portable;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;

/// `y[p, c] = gamma[c] · x[p, c]`.
///
/// `x` and `y` have `len` elements for each sample, whole rows of `channels`. Parameter: gamma `[channels]`. Backward needs
/// the input if gamma is trained: `dx = gamma · dy` and `dgamma[c] = Σₚ dy · x`. Touvron, Cord, Sablayrolles, Synnaeve and
/// Jégou, "Going deeper with image transformers" (2021).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LayerScale {
    /// Elements of one sample.
    pub len: usize,
    /// Number of channels.
    pub channels: usize,
}

impl Operation for LayerScale {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        scale(
            self.channels,
            call.parameters,
            call.inputs[0],
            call.outputs[0],
        );
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (gamma, dy) = (call.parameters, &*call.output_cotangents[0]);
        let rows = || dy.chunks_exact(self.channels);
        if let Some(gradients) = call.gradients {
            for (dy, x) in rows().zip(call.inputs[0].chunks_exact(self.channels)) {
                for ((sum, dy), x) in gradients.iter_mut().zip(dy).zip(x) {
                    *sum += dy * x;
                }
            }
        }
        let (to, add) = match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => (to, false),
            InputCotangent::Add(to) => (to, true),
            InputCotangent::Skip => return,
            InputCotangent::InPlace => panic!("layer scale: the gradient needs the input"),
        };
        for (dy, dx) in rows().zip(to.chunks_exact_mut(self.channels)) {
            for ((dx, dy), gamma) in dx.iter_mut().zip(dy).zip(gamma) {
                let own = gamma * dy;
                *dx = if add { *dx + own } else { own };
            }
        }
    }
}

impl Inference for LayerScale {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([x], [y]) = (call.inputs, call.outputs) {
            scale(self.channels, call.parameters, x, y);
        }
    }
}

#[inline(never)]
fn scale(channels: usize, gamma: &[f32], x: &[f32], y: &mut [f32]) {
    let Some(channels) = NonZeroUsize::new(channels) else {
        return;
    };
    let rows = portable::rows(x, channels);
    for (y, x) in portable::rows_mut(y, channels).zip(rows) {
        for ((y, x), gamma) in y.iter_mut().zip(x).zip(gamma) {
            *y = gamma * x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;

    #[test]
    fn gradients_are_those_of_the_output() {
        for (positions, channels) in [(1, 3), (5, 7)] {
            let len = positions * channels;
            let mut check = Check::new(LayerScale { len, channels });
            check.inputs = vec![len];
            check.keep_inputs = vec![true];
            check.outputs = vec![len];
            check.keep_outputs = vec![false];
            check.parameters = channels;
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn each_channel_has_its_factor() {
        let mut check = Check::new(LayerScale {
            len: 4,
            channels: 2,
        });
        check.inputs = vec![4];
        check.keep_inputs = vec![true];
        check.outputs = vec![4];
        check.keep_outputs = vec![false];
        check.parameters = 2;
        let x = [vec![1.0, 2.0, 3.0, 4.0]];
        let pass = check.pass(1, &x, &[10.0, -1.0], &[vec![1.0, 1.0, 2.0, 0.5]]);
        assert_eq!(pass.outputs[0], [10.0, -2.0, 30.0, -4.0]);
        assert_eq!(pass.input_cotangents[0], [10.0, -1.0, 20.0, -0.5]);
        assert_eq!(pass.gradients, [7.0, 4.0]);
    }
}
