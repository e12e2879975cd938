//! Sets whose elements lie side by side: each is a row of its own. Nothing of ε is learned then.

use super::{Parameters, Sample, SampleNormalization, Statistic, few};
use crate::kernels::level::for_each_level;
use crate::kernels::{portable, vector};
use core::num::NonZeroUsize;

/// Sums are made in so many lanes, and the lanes are added at the end: a fixed order, whatever the vector's width.
const LANES: usize = 16;

/// `Σ term(x, y)` over two rows.
#[inline(always)]
fn sum(x: &[f32], y: &[f32], term: impl Fn(f32, f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (x, x_rest) = x.as_chunks::<LANES>();
    let (y, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x.iter().zip(y) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += term(*x, *y);
        }
    }
    for (lane, (x, y)) in lanes.iter_mut().zip(x_rest.iter().zip(y_rest)) {
        *lane += term(*x, *y);
    }
    lanes.iter().fold(0.0, |sum, lane| sum + lane)
}

/// r and μ of each set of one sample.
pub(super) fn statistics(
    layer: &SampleNormalization,
    epsilon: f32,
    input: &[f32],
    factors: &mut [f32],
    means: &mut [f32],
) {
    let size = layer.view.size;
    if layer.statistic.is_centered() {
        row_sums(size, input, means);
        for mean in means.iter_mut() {
            *mean /= layer.view.count() as f32;
        }
    } else {
        means.fill(0.0);
    }
    row_squares(size, input, means, factors);
    for factor in factors {
        *factor = layer.factor(*factor, epsilon);
    }
}

/// The second half of [`SampleNormalization::sample`].
pub(super) fn apply(
    layer: &SampleNormalization,
    parameters: Parameters<'_>,
    accumulate: bool,
    statistics: (&[f32], &[f32]),
    input: &[f32],
    output: &mut [f32],
    scratch: &mut [f32],
) {
    let width = layer.view.width();
    let Some((gamma, rest)) = scratch.split_at_mut_checked(width) else {
        return;
    };
    let Some((beta, _)) = rest.split_at_mut_checked(width) else {
        return;
    };
    let gamma = or_fill(parameters.gamma, 1.0, gamma);
    let beta = or_fill(parameters.beta, 0.0, beta);
    let size = layer.view.size;
    normalize(size, statistics, [gamma, beta], accumulate, input, output);
}

/// The parameters, or a row of one value if there are none.
#[inline(always)]
fn or_fill<'a>(parameters: &'a [f32], value: f32, row: &'a mut [f32]) -> &'a [f32] {
    if !parameters.is_empty() {
        return parameters;
    }
    row.fill(value);
    row
}

/// Turns the cotangent of one sample into its input's, and adds to the gradients.
pub(super) fn differentiate(
    layer: &SampleNormalization,
    parameters: Parameters<'_>,
    sample: Sample<'_>,
    cotangent: &mut [f32],
    gradients: &mut Option<&mut [f32]>,
    scratch: &mut [f32],
) {
    let (view, epsilon) = (layer.view, layer.epsilon(parameters));
    let (width, size) = (view.width(), view.size);
    let gamma = or_fill(parameters.gamma, 1.0, &mut scratch[..width]);
    let mut gradients = layer.split_gradients(gradients);
    let is_few = layer.statistic == Statistic::MeanSquare && view.count() <= few::MOST;
    let sets = sample.factors.chunks_exact(view.groups);
    let sets = sets.zip(sample.means.chunks_exact(view.groups));
    let parts = sample.input.chunks_exact(width);
    let parts = parts.zip(cotangent.chunks_exact_mut(width));
    for ((input, cotangent), (factors, means)) in parts.zip(sets) {
        for (group, (&factor, &mean)) in factors.iter().zip(means).enumerate() {
            let run = group * size..(group + 1) * size;
            let (x, dy) = (&input[run.clone()], &mut cotangent[run.clone()]);
            if let Some(gradients) = &mut gradients {
                if layer.scale {
                    add_products(mean, factor, x, dy, &mut gradients.gamma[run.clone()]);
                }
                if layer.center {
                    vector::add(dy, &mut gradients.beta[run.clone()]);
                }
            }
            if is_few {
                continue;
            }
            scale(&gamma[run], dy);
            let mut sums = [0.0; 2];
            products(mean, factor, x, dy, &mut sums);
            let [sum, products] = sums;
            let coefficients = [
                mean,
                factor,
                factor * factor * layer.pull(factor, products, epsilon),
                factor * layer.shift(sum),
            ];
            combine(coefficients, x, dy);
        }
        if is_few {
            few::differentiate(view, epsilon, gamma, factors, input, cotangent);
        }
    }
}

for_each_level! {
    /// The sum of each row of `size`.
    fn row_sums(size: usize, input: &[f32], sums: &mut [f32]) {
        let Some(size) = NonZeroUsize::new(size) else { return };
        for (sum_of_row, row) in sums.iter_mut().zip(portable::rows(input, size)) {
            *sum_of_row = sum(row, row, |x, _| x);
        }
    }
}

for_each_level! {
    /// The sum of the squares of `x − μ` of each row of `size`.
    fn row_squares(size: usize, input: &[f32], means: &[f32], sums: &mut [f32]) {
        let Some(size) = NonZeroUsize::new(size) else { return };
        for ((sum_of_row, mean), row) in sums.iter_mut().zip(means).zip(portable::rows(input, size)) {
            *sum_of_row = sum(row, row, |x, _| (x - mean) * (x - mean));
        }
    }
}

for_each_level! {
    /// `y = (x − μ) · r · γ + β` for each row of `size`; γ and β begin again after their length. An empty `input` lies in the
    /// output already. With `accumulate` `y` is added to it instead.
    fn normalize(
        size: usize,
        statistics: (&[f32], &[f32]),
        affine: [&[f32]; 2],
        accumulate: bool,
        input: &[f32],
        output: &mut [f32],
    ) {
        let (Some(size), Some(width)) = (NonZeroUsize::new(size), NonZeroUsize::new(affine[0].len())) else {
            return;
        };
        let mut sets = statistics.0.iter().zip(statistics.1);
        let mut inputs = portable::rows(input, size);
        for part in portable::rows_mut(output, width) {
            let [gamma, beta] = affine.map(|row| portable::rows(row, size));
            for ((y, gamma), beta) in portable::rows_mut(part, size).zip(gamma).zip(beta) {
                let Some((factor, mean)) = sets.next() else { return };
                let affine = gamma.iter().zip(beta);
                let x = inputs.next().unwrap_or_default();
                if x.is_empty() {
                    for (y, (gamma, beta)) in y.iter_mut().zip(affine) {
                        *y = (*y - mean) * factor * gamma + beta;
                    }
                } else if accumulate {
                    for ((y, x), (gamma, beta)) in y.iter_mut().zip(x).zip(affine) {
                        *y += (x - mean) * factor * gamma + beta;
                    }
                } else {
                    for ((y, x), (gamma, beta)) in y.iter_mut().zip(x).zip(affine) {
                        *y = (x - mean) * factor * gamma + beta;
                    }
                }
            }
        }
    }
}

for_each_level! {
    fn scale(gamma: &[f32], dy: &mut [f32]) {
        for (dy, gamma) in dy.iter_mut().zip(gamma) {
            *dy *= gamma;
        }
    }
}

for_each_level! {
    /// The sum of dx̂ and that of dx̂ x̂.
    fn products(mean: f32, factor: f32, x: &[f32], dy: &[f32], sums: &mut [f32; 2]) {
        *sums = [
            sum(x, dy, |_, dy| dy),
            sum(x, dy, |x, dy| dy * ((x - mean) * factor)),
        ];
    }
}

for_each_level! {
    /// `dγ += dy x̂`.
    fn add_products(mean: f32, factor: f32, x: &[f32], dy: &[f32], sums: &mut [f32]) {
        for (sum, (x, dy)) in sums.iter_mut().zip(x.iter().zip(dy)) {
            *sum += dy * ((x - mean) * factor);
        }
    }
}

for_each_level! {
    /// `dx = r · dx̂ − pull · (x − μ) − shift`, in place of dx̂.
    fn combine(coefficients: [f32; 4], x: &[f32], dy: &mut [f32]) {
        let [mean, factor, pull, shift] = coefficients;
        for (dy, x) in dy.iter_mut().zip(x) {
            *dy = factor * *dy - pull * (x - mean) - shift;
        }
    }
}
