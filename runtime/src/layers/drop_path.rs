//! DropPath, also called stochastic depth: drops whole samples in training.

use crate::inference::{self, Inference};
use crate::kernels::portable;
use crate::layers::training_only::{self, Samples};
use crate::operation::{Backward, Forward, Operation};

/// In training, a sample is 0 with probability `rate`, else `x / (1 − rate)`; in inference the identity. At the end of a
/// residual branch, a dropped sample takes the shortcut alone.
///
/// `x` and `y` have `len` elements for each sample. Backward draws again: it needs nothing. Works in place. Huang, Sun, Liu,
/// Sedra and Weinberger, "Deep networks with stochastic depth" (2016); the scaling is that of later implementations.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DropPath {
    /// Elements of one sample.
    pub len: usize,
    /// Probability with which a sample is dropped, in `0.0..=1.0`.
    pub rate: f32,
    /// Number of the node in its model.
    pub node: u32,
}

impl DropPath {
    fn drop(&self, samples: Samples<'_>) {
        for (index, values) in samples.values.chunks_exact_mut(self.len).enumerate() {
            let mut factor = [1.0];
            let sample = samples.first_sample + index;
            let random = samples.random;
            random.dropout(self.node, sample, 1, self.rate, &mut factor);
            values.iter_mut().for_each(|value| *value *= factor[0]);
        }
    }
}

impl Operation for DropPath {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |samples| self.drop(samples));
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |samples| self.drop(samples));
    }
}

impl Inference for DropPath {
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
    use crate::layers::training_only::tests::{check, ones, run};

    fn path(rate: f32) -> DropPath {
        DropPath {
            len: 7,
            rate,
            node: 3,
        }
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for rate in [0.4, 1.0] {
            run(&check(path(rate), 7, 0));
        }
    }

    #[test]
    fn samples_are_dropped_whole() {
        let [y, dx] = ones(&check(path(0.25), 7, 0), 200);
        assert_eq!(y, dx);
        let mut dropped = 0;
        for y in y.chunks(7) {
            assert!(y.iter().all(|value| *value == y[0]));
            assert!(y[0] == 0.0 || y[0] == 1.0 / 0.75);
            dropped += usize::from(y[0] == 0.0);
        }
        assert!((25..80).contains(&dropped), "{dropped} of 200");
    }
}
