//! Alpha dropout: keeps mean and variance of what goes through SELU.

use crate::inference::{self, Inference};
use crate::kernels::math::sqrt;
use crate::kernels::portable;
use crate::layers::training_only::{self, Samples};
use crate::operation::{Backward, Forward, Operation};

/// In training `y = a · (x or α′) + b`: an element becomes `α′ = −scale · alpha` of SELU with probability `rate`, and
/// `a = ((1 − rate)(1 + rate α′²))^(−½)`, `b = −a α′ rate` bring mean 0 and variance 1 back; in inference the identity.
///
/// `x` and `y` have `len` elements for each sample. Backward: `dx = a · dy` where x was kept; it draws again and needs
/// nothing. Works in place. Klambauer, Unterthiner, Mayr and Hochreiter, "Self-normalizing neural networks" (2017).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AlphaDropout {
    /// Elements of one sample.
    pub len: usize,
    /// Probability with which an element is replaced, in `0.0..1.0`.
    pub rate: f32,
    /// Number of the node in its model.
    pub node: u32,
}

/// What SELU gives for very negative numbers.
const SATURATED: f32 = -1.758_099_3;

impl AlphaDropout {
    /// a and b.
    fn line(&self) -> [f32; 2] {
        let variance = (1.0 - self.rate) * (1.0 + self.rate * SATURATED * SATURATED);
        let scale = 1.0 / sqrt(variance);
        [scale, -scale * SATURATED * self.rate]
    }

    fn draw(&self, samples: Samples<'_>, apply: impl Fn(&mut f32, f32)) {
        let Samples {
            random,
            first_sample,
            values,
            ..
        } = samples;
        random.with_uniform(self.node, first_sample, self.len, values, apply);
    }
}

impl Operation for AlphaDropout {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |samples| {
            let (rate, [scale, shift]) = (self.rate, self.line());
            self.draw(samples, |value, number| {
                let x = if number < rate { SATURATED } else { *value };
                *value = scale * x + shift;
            });
        });
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |samples| {
            let (rate, [scale, _]) = (self.rate, self.line());
            self.draw(samples, |value, number| {
                *value = if number < rate { 0.0 } else { scale * *value };
            });
        });
    }
}

impl Inference for AlphaDropout {
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
            AlphaDropout {
                len: 37,
                rate: 0.3,
                node: 2,
            },
            37,
            0,
        ));
    }

    #[test]
    fn mean_and_variance_stay() {
        let [y, dx] = ones(
            &check(
                AlphaDropout {
                    len: 50,
                    rate: 0.3,
                    node: 2,
                },
                50,
                0,
            ),
            400,
        );
        // Of standard normal numbers; here of ones, of which 0.3 · 20000 become the saturated value.
        let [scale, shift] = AlphaDropout {
            len: 50,
            rate: 0.3,
            node: 2,
        }
        .line();
        let values = [scale + shift, scale * SATURATED + shift];
        assert!(y.iter().all(|y| values.contains(y)));
        assert!(
            y.iter()
                .zip(&dx)
                .all(|(y, dx)| (*y == values[0]) == (*dx == scale))
        );
        let replaced = y.iter().filter(|y| **y == values[1]).count() as f32 / y.len() as f32;
        assert!((replaced - 0.3).abs() < 0.015, "{replaced}");
        // E[y] = 0 and E[y²] = 1 if E[x] = 0 and E[x²] = 1.
        let mean = 0.3 * values[1] + 0.7 * shift;
        let square = 0.3 * values[1] * values[1] + 0.7 * (scale * scale + shift * shift);
        assert!(
            mean.abs() < 1e-6 && (square - 1.0).abs() < 1e-6,
            "{mean}, {square}"
        );
    }
}
