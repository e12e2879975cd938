//! LocalResponseNormalization: each element by the squares of its neighbours among the channels.

use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::kernels::math::{exp, ln};
use crate::kernels::{portable, vector};
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use core::num::NonZeroUsize;

/// `x` and `y`: `[positions, channels]` for each sample. At each position, with the sums over |j − i| ≤ `reach`:
///
/// ```text
/// s[i] = bias + alpha Σ x[j]²,  y[i] = x[i] s[i]^(−beta)
/// dx[i] = dy[i] s[i]^(−beta) − 2 alpha beta x[i] Σ dy[j] x[j] s[j]^(−beta − 1)
/// ```
///
/// Backward needs the input. The formula is that of Krizhevsky, Sutskever and Hinton (2012, section 3.3), where bias = 2,
/// alpha = 10⁻⁴, beta = 3/4 and five channels belong together. Other libraries divide alpha by the number of channels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LocalResponseNormalization {
    /// The last dimension.
    pub channels: usize,
    /// How many channels on each side count.
    pub reach: usize,
    /// What the sum is added to.
    pub bias: f32,
    /// What the sum is multiplied by.
    pub alpha: f32,
    /// The exponent.
    pub beta: f32,
}

impl LocalResponseNormalization {
    /// Floats of scratch for any call.
    pub const fn scratch(&self) -> usize {
        2 * self.channels
    }

    /// Writes `ln s` of the channels at one position.
    #[inline(always)]
    fn logarithms(&self, input: &[f32], logarithms: &mut [f32]) {
        logarithms.fill(0.0);
        add_neighbours(self.reach, input, input, logarithms);
        for sum in logarithms {
            *sum = ln(self.bias + self.alpha * *sum);
        }
    }

    fn run(&self, input: &[f32], output: &mut [f32], scratch: &mut [f32]) {
        let Some(channels) = NonZeroUsize::new(self.channels) else {
            return;
        };
        let Some((logarithms, _)) = scratch.split_at_mut_checked(channels.get()) else {
            return;
        };
        let rows = portable::rows(input, channels);
        for (x, y) in rows.zip(portable::rows_mut(output, channels)) {
            self.logarithms(x, logarithms);
            divide(self.beta, logarithms, x, y);
        }
    }
}

impl Operation for LocalResponseNormalization {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        self.run(call.inputs[0], call.outputs[0], call.scratch);
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let cotangent = &mut *call.output_cotangents[0];
        let (logarithms, rest) = call.scratch.split_at_mut(self.channels);
        let products = &mut rest[..self.channels];
        let rows = call.inputs[0].chunks_exact(self.channels);
        for (x, dy) in rows.zip(cotangent.chunks_exact_mut(self.channels)) {
            self.logarithms(x, logarithms);
            // The row of dy becomes dy s^(−beta), and `logarithms` dy s^(−beta − 1).
            for (dy, logarithm) in dy.iter_mut().zip(&mut *logarithms) {
                *dy *= exp(-self.beta * *logarithm);
                *logarithm = *dy * exp(-*logarithm);
            }
            products.fill(0.0);
            add_neighbours(self.reach, x, logarithms, products);
            let factor = -2.0 * self.alpha * self.beta;
            for (dy, (x, product)) in dy.iter_mut().zip(x.iter().zip(&*products)) {
                *dy += factor * x * product;
            }
        }
        match &mut call.input_cotangents[0] {
            InputCotangent::Write(to) => to.copy_from_slice(cotangent),
            InputCotangent::Add(to) => vector::add(cotangent, to),
            InputCotangent::Skip | InputCotangent::InPlace => {}
        }
    }
}

impl Inference for LocalResponseNormalization {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        self.run(input, output, call.scratch);
    }
}

for_each_level! {
    /// `sums[i] += Σ a[j] b[j]` over |j − i| ≤ `reach`, from the first j to the last.
    fn add_neighbours(reach: usize, a: &[f32], b: &[f32], sums: &mut [f32]) {
        for distance in (1..=reach).rev() {
            let sums = sums.get_mut(distance..).unwrap_or_default();
            for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
                *sum += a * b;
            }
        }
        for distance in 0..=reach {
            let (a, b) = (a.get(distance..).unwrap_or_default(), b.get(distance..).unwrap_or_default());
            for (sum, (a, b)) in sums.iter_mut().zip(a.iter().zip(b)) {
                *sum += a * b;
            }
        }
    }
}

for_each_level! {
    /// `y = x s^(−beta)`
    fn divide(beta: f32, logarithms: &[f32], x: &[f32], y: &mut [f32]) {
        for (y, (x, logarithm)) in y.iter_mut().zip(x.iter().zip(logarithms)) {
            *y = x * exp(-beta * logarithm);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::check::Check;

    fn check(
        layer: LocalResponseNormalization,
        positions: usize,
    ) -> Check<LocalResponseNormalization> {
        let len = positions * layer.channels;
        let mut check = Check::new(layer);
        check.inputs = vec![len];
        check.keep_inputs = vec![true];
        check.outputs = vec![len];
        check.keep_outputs = vec![false];
        check.scratch = Box::new(move |_| layer.scratch());
        check
    }

    fn layer(channels: usize, reach: usize) -> LocalResponseNormalization {
        LocalResponseNormalization {
            channels,
            reach,
            bias: 0.5,
            alpha: 0.7,
            beta: 0.75,
        }
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for (channels, reach) in [(7, 2), (1, 0), (3, 5), (17, 1)] {
            let check = check(layer(channels, reach), 3);
            check.run();
            check.run_inference();
        }
    }

    #[test]
    fn values_are_those_of_the_formula() {
        let layer = LocalResponseNormalization {
            bias: 2.0,
            alpha: 1.0,
            beta: 0.5,
            ..layer(4, 1)
        };
        // The sums of squares are 1 + 4, 1 + 4 + 9, 4 + 9 + 16 and 9 + 16.
        let found = check(layer, 1).forward(1, &[vec![1.0, -2.0, 3.0, 4.0]], &[]);
        let expected = [
            1.0 / 7f64.sqrt(),
            -2.0 / 16f64.sqrt(),
            3.0 / 31f64.sqrt(),
            4.0 / 27f64.sqrt(),
        ];
        for (found, expected) in found[0].iter().zip(expected) {
            assert!(
                (f64::from(*found) - expected).abs() < 1e-6,
                "{found} instead of {expected}"
            );
        }
    }
}
