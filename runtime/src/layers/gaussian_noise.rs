//! Gaussian noise: adds normal numbers in training.

use crate::inference::{self, Inference};
use crate::kernels::portable;
use crate::layers::training_only;
use crate::operation::{Backward, Forward, Operation};

/// In training `y = x + stddev · n` with a standard normal number n for each element; in inference the identity.
///
/// `x` and `y` have `len` elements for each sample. Backward: `dx = dy`; it needs nothing. Works in place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussianNoise {
    /// Elements of one sample.
    pub len: usize,
    /// Standard deviation of the noise.
    pub stddev: f32,
    /// Number of the node in its model.
    pub node: u32,
}

impl Operation for GaussianNoise {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |samples| {
            let stddev = self.stddev;
            samples.random.with_normal(
                self.node,
                samples.first_sample,
                self.len,
                samples.values,
                |value, number| *value += stddev * number,
            );
        });
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |_| {});
    }
}

impl Inference for GaussianNoise {
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

    #[test]
    fn gradients_are_those_of_the_output() {
        run(&check(
            GaussianNoise {
                len: 37,
                stddev: 0.3,
                node: 2,
            },
            37,
            0,
        ));
    }

    #[test]
    fn noise_has_its_deviation() {
        let [y, dx] = ones(
            &check(
                GaussianNoise {
                    len: 50,
                    stddev: 0.3,
                    node: 2,
                },
                50,
                0,
            ),
            400,
        );
        assert!(dx.iter().all(|dx| *dx == 1.0));
        let mean = y.iter().sum::<f32>() / y.len() as f32;
        let variance = y.iter().map(|y| (y - 1.0) * (y - 1.0)).sum::<f32>() / y.len() as f32;
        assert!((mean - 1.0).abs() < 0.01, "{mean}");
        assert!((variance - 0.09).abs() < 0.004, "{variance}");
    }
}
