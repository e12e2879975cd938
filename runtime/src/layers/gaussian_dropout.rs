//! Gaussian dropout: multiplies by normal numbers around 1 in training.

use crate::inference::{self, Inference};
use crate::kernels::math::sqrt;
use crate::kernels::portable;
use crate::layers::training_only::{self, Samples};
use crate::operation::{Backward, Forward, Operation};

/// In training `y = x · (1 + σ n)` with σ = √(rate / (1 − rate)) and a standard normal number n for each element; in
/// inference the identity.
///
/// `x` and `y` have `len` elements for each sample. Backward draws the same factors again: it needs nothing. Works in place.
/// Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, "Dropout: a simple way to prevent neural networks from
/// overfitting" (2014), section 10.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GaussianDropout {
    /// Elements of one sample.
    pub len: usize,
    /// Of the dropout with the same variance, in `0.0..1.0`.
    pub rate: f32,
    /// Number of the node in its model.
    pub node: u32,
}

impl GaussianDropout {
    fn multiply(&self, samples: Samples<'_>) {
        let deviation = sqrt(self.rate / (1.0 - self.rate));
        samples.random.with_normal(
            self.node,
            samples.first_sample,
            self.len,
            samples.values,
            |value, number| *value *= 1.0 + deviation * number,
        );
    }
}

impl Operation for GaussianDropout {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |samples| self.multiply(samples));
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |samples| self.multiply(samples));
    }
}

impl Inference for GaussianDropout {
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
            GaussianDropout {
                len: 37,
                rate: 0.2,
                node: 2,
            },
            37,
            0,
        ));
    }

    #[test]
    fn factors_have_the_variance_of_a_dropout() {
        let [y, dx] = ones(
            &check(
                GaussianDropout {
                    len: 50,
                    rate: 0.2,
                    node: 2,
                },
                50,
                0,
            ),
            400,
        );
        assert_eq!(y, dx);
        let mean = y.iter().sum::<f32>() / y.len() as f32;
        let variance = y.iter().map(|y| (y - 1.0) * (y - 1.0)).sum::<f32>() / y.len() as f32;
        assert!((mean - 1.0).abs() < 0.015, "{mean}");
        assert!((variance - 0.25).abs() < 0.012, "{variance}");
    }
}
