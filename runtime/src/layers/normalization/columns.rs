//! Sets that run through several rows, side by side: sums are rows too, and every loop is along a row.

use super::{Affine, Parameters, Sample, SampleNormalization, Statistic, few};
use crate::activations::above;
use crate::epilogue::Absorbed;
use crate::kernels::level::for_each_level;
use crate::kernels::portable;
use core::num::NonZeroUsize;

/// Rows that are added up before they go to the total, so that rounding doesn't grow with the number of rows.
const BLOCK: NonZeroUsize = NonZeroUsize::new(64).unwrap();

/// `total = Σ add(row)` over the rows of `width`, block by block.
#[inline(always)]
fn sum_rows(
    width: NonZeroUsize,
    values: &[f32],
    total: &mut [f32],
    part: &mut [f32],
    add: impl Fn(&[f32], &mut [f32]),
) {
    total.fill(0.0);
    for block in values.chunks(width.saturating_mul(BLOCK).get()) {
        part.fill(0.0);
        add(block, part);
        for (total, part) in total.iter_mut().zip(&*part) {
            *total += part;
        }
    }
}

/// Repeats the value of each group along its elements in a row.
fn spread(groups: &[f32], size: NonZeroUsize, row: &mut [f32]) {
    for (run, value) in portable::rows_mut(row, size).zip(groups) {
        run.fill(*value);
    }
}

/// r and μ of each set of one sample.
pub(super) fn statistics(
    layer: &SampleNormalization,
    epsilon: f32,
    input: &[f32],
    factors: &mut [f32],
    means: &mut [f32],
    scratch: &mut [f32],
) {
    let view = layer.view;
    let Some((width, part_len, groups, size)) = lengths(layer) else {
        return;
    };
    let Some((total, rest)) = scratch.split_at_mut_checked(width.get()) else {
        return;
    };
    let Some((part, rest)) = rest.split_at_mut_checked(width.get()) else {
        return;
    };
    let Some((mean_row, _)) = rest.split_at_mut_checked(width.get()) else {
        return;
    };
    let parts = portable::rows(input, part_len);
    let sets = portable::rows_mut(factors, groups).zip(portable::rows_mut(means, groups));
    for (values, (factors, means)) in parts.zip(sets) {
        means.fill(0.0);
        if layer.statistic.is_centered() {
            sum_rows(width, values, total, part, add_values);
            for (mean, run) in means.iter_mut().zip(portable::rows(total, size)) {
                *mean = run.iter().fold(0.0, |sum, value| sum + value) / view.count() as f32;
            }
        }
        spread(means, size, mean_row);
        sum_rows(width, values, total, part, |rows, sums| {
            add_squares(mean_row, rows, sums)
        });
        for (factor, run) in factors.iter_mut().zip(portable::rows(total, size)) {
            let squares = run.iter().fold(0.0, |sum, value| sum + value);
            *factor = layer.factor(squares, epsilon);
        }
    }
}

/// Width of a row, elements of an outer part, groups and their size; `None` if one of them is 0.
#[inline(always)]
fn lengths(
    layer: &SampleNormalization,
) -> Option<(NonZeroUsize, NonZeroUsize, NonZeroUsize, NonZeroUsize)> {
    let view = layer.view;
    Some((
        NonZeroUsize::new(view.width())?,
        NonZeroUsize::new(view.len.saturating_mul(view.width()))?,
        NonZeroUsize::new(view.groups)?,
        NonZeroUsize::new(view.size)?,
    ))
}

/// Cuts scratch into rows; `None` if it is too short.
#[inline(always)]
fn rows<const N: usize>(width: usize, scratch: &mut [f32]) -> Option<[&mut [f32]; N]> {
    let mut rest = portable::rows_mut(scratch, NonZeroUsize::new(width)?);
    let rows = core::array::from_fn(|_| rest.next().unwrap_or_default());
    rows.last()
        .is_none_or(|row| !row.is_empty())
        .then_some(rows)
}

/// Writes the rows of μ, r, r γ, β for one outer part.
#[inline(always)]
fn fill_rows(
    layer: &SampleNormalization,
    size: NonZeroUsize,
    parameters: Parameters<'_>,
    (factors, means): (&[f32], &[f32]),
    [mean, deviation, factor, beta]: [&mut [f32]; 4],
) {
    spread(means, size, mean);
    spread(factors, size, deviation);
    beta.fill(0.0);
    for (factor, deviation) in factor.iter_mut().zip(&*deviation) {
        *factor = *deviation;
    }
    if layer.affine == Affine::Width {
        for (factor, gamma) in factor.iter_mut().zip(parameters.gamma) {
            *factor *= gamma;
        }
        for (beta, from) in beta.iter_mut().zip(parameters.beta) {
            *beta = *from;
        }
    }
}

/// The second half of [`SampleNormalization::sample`].
#[allow(clippy::too_many_arguments)] // those of the layer
pub(super) fn apply(
    layer: &SampleNormalization,
    parameters: Parameters<'_>,
    floor: &[f32],
    accumulate: bool,
    (factors, means): (&[f32], &[f32]),
    input: &[f32],
    output: &mut [f32],
    scratch: &mut [f32],
) {
    let Some((width, part_len, groups, size)) = lengths(layer) else {
        return;
    };
    let Some([mean, deviation, factor, beta]) = rows::<4>(width.get(), scratch) else {
        return;
    };
    let mut parts = portable::rows(input, part_len);
    let sets = portable::rows(factors, groups).zip(portable::rows(means, groups));
    for (output, statistics) in portable::rows_mut(output, part_len).zip(sets) {
        let input = parts.next().unwrap_or_default();
        let out = [&mut *mean, &mut *deviation, &mut *factor, &mut *beta];
        fill_rows(layer, size, parameters, statistics, out);
        if layer.affine == Affine::Width {
            normalize([mean, factor, beta, floor], accumulate, input, output);
            continue;
        }
        // Rows have parameters of their own.
        let mut rows = portable::rows(input, width);
        for (row, output) in portable::rows_mut(output, width).enumerate() {
            let input = rows.next().unwrap_or_default();
            if let Some(gamma) = parameters.gamma.get(row) {
                for (factor, deviation) in factor.iter_mut().zip(&*deviation) {
                    *factor = deviation * gamma;
                }
            }
            if let Some(from) = parameters.beta.get(row) {
                beta.fill(*from);
            }
            normalize([mean, factor, beta, floor], accumulate, input, output);
        }
    }
}

/// Turns the cotangent of one sample into its input's, and adds to the gradients.
pub(super) fn differentiate(
    layer: &SampleNormalization,
    parameters: Parameters<'_>,
    floor: Option<&mut Absorbed<'_>>,
    sample: Sample<'_>,
    cotangent: &mut [f32],
    gradients: &mut Option<&mut [f32]>,
    scratch: &mut [f32],
) {
    let (view, epsilon) = (layer.view, layer.epsilon(parameters));
    let Some((width, part_len, groups, size)) = lengths(layer) else {
        return;
    };
    let Some([mean, deviation, factor, beta, sums, products, part, other]) =
        rows::<8>(width.get(), scratch)
    else {
        return;
    };
    let mut floor = floor;
    let mut gradients = layer.split_gradients(gradients);
    let parts = sample.input.chunks_exact(part_len.get());
    let parts = parts.zip(cotangent.chunks_exact_mut(part_len.get()));
    let factors = sample.factors.chunks_exact(groups.get());
    let sets = factors.zip(sample.means.chunks_exact(groups.get()));
    for ((input, cotangent), (factors, means)) in parts.zip(sets) {
        let out = [&mut *mean, &mut *deviation, &mut *factor, &mut *beta];
        fill_rows(layer, size, parameters, (factors, means), out);
        if let Some(floor) = &mut floor {
            let theta = floor.parameters;
            if layer.affine == Affine::Width {
                let none = &mut [];
                let thresholds = floor.gradients.as_deref_mut().unwrap_or(none);
                threshold(mean, factor, beta, theta, input, cotangent, thresholds);
            } else {
                threshold_by_length(width, parameters, mean, deviation, floor, input, cotangent);
            }
        }
        if layer.affine == Affine::Length {
            // From here on the cotangent is that of x̂.
            scale_by_length(
                width,
                parameters,
                [mean, deviation],
                input,
                cotangent,
                &mut gradients,
            );
        }
        sums.fill(0.0);
        products.fill(0.0);
        let block = width.saturating_mul(BLOCK).get();
        for (input, cotangent) in input.chunks(block).zip(cotangent.chunks(block)) {
            part.fill(0.0);
            other.fill(0.0);
            add_products(mean, deviation, input, cotangent, part, other);
            for (sum, part) in sums.iter_mut().zip(&*part) {
                *sum += part;
            }
            for (sum, part) in products.iter_mut().zip(&*other) {
                *sum += part;
            }
        }
        if layer.affine == Affine::Width {
            if let Some(gradients) = &mut gradients {
                for (gradient, sum) in gradients.gamma.iter_mut().zip(&*products) {
                    *gradient += sum;
                }
                for (gradient, sum) in gradients.beta.iter_mut().zip(&*sums) {
                    *gradient += sum;
                }
            }
            for values in [&mut *sums, &mut *products] {
                for (value, gamma) in values.iter_mut().zip(parameters.gamma) {
                    *value *= gamma;
                }
            }
        }
        // `part` and `other` become the coefficients of x − μ and of 1.
        let mut learned = 0.0;
        for (group, factor) in factors.iter().enumerate() {
            let run = group * size.get()..(group + 1) * size.get();
            let sum = |values: &[f32]| values[run.clone()].iter().fold(0.0, |sum, one| sum + one);
            let products = sum(products);
            learned += factor * factor * products;
            let pull = layer.pull(*factor, products, epsilon);
            part[run.clone()].fill(factor * factor * pull);
            other[run.clone()].fill(factor * layer.shift(sum(sums)));
        }
        if let Some(gradients) = &mut gradients {
            layer.add_epsilon(parameters, learned, gradients.learned);
        }
        let gamma = match layer.affine {
            Affine::Width => parameters.gamma,
            Affine::Length => &[],
        };
        if layer.statistic == Statistic::MeanSquare && view.count() <= few::MOST {
            few::differentiate(view, epsilon, gamma, factors, input, cotangent);
        } else {
            let factor = match layer.affine {
                Affine::Width => &*factor,
                Affine::Length => &*deviation,
            };
            combine(mean, factor, part, other, input, cotangent);
        }
    }
}

/// Goes back through a threshold behind γ and β of whole rows.
fn threshold_by_length(
    width: NonZeroUsize,
    parameters: Parameters<'_>,
    mean: &[f32],
    deviation: &[f32],
    floor: &mut Absorbed<'_>,
    input: &[f32],
    cotangent: &mut [f32],
) {
    let rows = input.chunks_exact(width.get());
    for (row, (x, dy)) in rows
        .zip(cotangent.chunks_exact_mut(width.get()))
        .enumerate()
    {
        let gamma = parameters.gamma.get(row).copied().unwrap_or(1.0);
        let beta = parameters.beta.get(row).copied().unwrap_or(0.0);
        for (place, dy) in dy.iter_mut().enumerate() {
            let z = (x[place] - mean[place]) * (deviation[place] * gamma) + beta;
            if z < floor.parameters[place] {
                if let Some(gradients) = &mut floor.gradients {
                    gradients[place] += *dy;
                }
                *dy = 0.0;
            }
        }
    }
}

/// Adds to the gradients of γ and β of whole rows, and multiplies the cotangent by γ.
fn scale_by_length(
    width: NonZeroUsize,
    parameters: Parameters<'_>,
    [mean, deviation]: [&[f32]; 2],
    input: &[f32],
    cotangent: &mut [f32],
    gradients: &mut Option<super::Gradients<'_>>,
) {
    let rows = input.chunks_exact(width.get());
    for (row, (x, dy)) in rows
        .zip(cotangent.chunks_exact_mut(width.get()))
        .enumerate()
    {
        if let Some(gradients) = gradients {
            let normalized = x
                .iter()
                .zip(mean)
                .zip(deviation)
                .map(|((x, mean), r)| (x - mean) * r);
            let products = normalized.zip(&*dy).fold(0.0, |sum, (x, dy)| sum + x * dy);
            let sum = dy.iter().fold(0.0, |sum, dy| sum + dy);
            if let Some(gamma) = gradients.gamma.get_mut(row) {
                *gamma += products;
            }
            if let Some(beta) = gradients.beta.get_mut(row) {
                *beta += sum;
            }
        }
        if let Some(gamma) = parameters.gamma.get(row) {
            dy.iter_mut().for_each(|dy| *dy *= gamma);
        }
    }
}

for_each_level! {
    /// `sums += x` for each row.
    fn add_values(values: &[f32], sums: &mut [f32]) {
        let Some(width) = NonZeroUsize::new(sums.len()) else { return };
        for row in portable::rows(values, width) {
            for (sum, x) in sums.iter_mut().zip(row) {
                *sum += x;
            }
        }
    }
}

for_each_level! {
    /// `sums += (x − μ)²` for each row.
    fn add_squares(mean: &[f32], values: &[f32], sums: &mut [f32]) {
        let Some(width) = NonZeroUsize::new(sums.len()) else { return };
        for row in portable::rows(values, width) {
            for ((sum, x), mean) in sums.iter_mut().zip(row).zip(mean) {
                let x = x - mean;
                *sum += x * x;
            }
        }
    }
}

for_each_level! {
    /// `y = max((x − μ) · factor + β, floor)` for each row, of the rows μ, factor, β and floor. An empty `input` lies in the
    /// output already. With `accumulate` `y` is added to it instead.
    fn normalize(affine: [&[f32]; 4], accumulate: bool, input: &[f32], output: &mut [f32]) {
        let [mean, factor, beta, floor] = affine;
        let affine = || mean.iter().zip(factor).zip(beta.iter().zip(floor));
        let Some(width) = NonZeroUsize::new(mean.len()) else { return };
        if input.is_empty() {
            for y in portable::rows_mut(output, width) {
                for (y, ((mean, factor), (beta, floor))) in y.iter_mut().zip(affine()) {
                    *y = above((*y - mean) * factor + beta, *floor);
                }
            }
            return;
        }
        let rows = portable::rows(input, width).zip(portable::rows_mut(output, width));
        if accumulate {
            for (x, y) in rows {
                for ((y, x), ((mean, factor), (beta, _))) in y.iter_mut().zip(x).zip(affine()) {
                    *y += (x - mean) * factor + beta;
                }
            }
            return;
        }
        for (x, y) in rows {
            for ((y, x), ((mean, factor), (beta, floor))) in y.iter_mut().zip(x).zip(affine()) {
                *y = above((x - mean) * factor + beta, *floor);
            }
        }
    }
}

for_each_level! {
    /// Goes back through `max(z, θ)` with z computed as in `normalize`: the cotangent becomes 0 where z < θ, and its sums there
    /// are added to `thresholds`, unless that is empty.
    fn threshold(
        mean: &[f32],
        factor: &[f32],
        beta: &[f32],
        theta: &[f32],
        input: &[f32],
        cotangent: &mut [f32],
        thresholds: &mut [f32],
    ) {
        let width = mean.len().max(1);
        let (factor, beta, theta) = (&factor[..width], &beta[..width], &theta[..width]);
        for (x, dy) in input.chunks_exact(width).zip(cotangent.chunks_exact_mut(width)) {
            if thresholds.is_empty() {
                for place in 0..width {
                    let z = (x[place] - mean[place]) * factor[place] + beta[place];
                    dy[place] = if z < theta[place] { 0.0 } else { dy[place] };
                }
            } else {
                let thresholds = &mut thresholds[..width];
                for place in 0..width {
                    let z = (x[place] - mean[place]) * factor[place] + beta[place];
                    let (below, through) = if z < theta[place] { (dy[place], 0.0) } else { (0.0, dy[place]) };
                    thresholds[place] += below;
                    dy[place] = through;
                }
            }
        }
    }
}

for_each_level! {
    /// `sums += dy` and `products += dy · x̂` for each row.
    fn add_products(
        mean: &[f32],
        deviation: &[f32],
        input: &[f32],
        cotangent: &[f32],
        sums: &mut [f32],
        products: &mut [f32],
    ) {
        let width = mean.len().max(1);
        let (deviation, sums, products) = (&deviation[..width], &mut sums[..width], &mut products[..width]);
        for (x, dy) in input.chunks_exact(width).zip(cotangent.chunks_exact(width)) {
            for place in 0..width {
                sums[place] += dy[place];
                products[place] += dy[place] * ((x[place] - mean[place]) * deviation[place]);
            }
        }
    }
}

for_each_level! {
    /// `dx = factor · dy − pull · (x − μ) − shift` for each row, in place of dy.
    fn combine(
        mean: &[f32],
        factor: &[f32],
        pull: &[f32],
        shift: &[f32],
        input: &[f32],
        cotangent: &mut [f32],
    ) {
        let width = mean.len().max(1);
        let (factor, pull, shift) = (&factor[..width], &pull[..width], &shift[..width]);
        for (x, dy) in input.chunks_exact(width).zip(cotangent.chunks_exact_mut(width)) {
            for place in 0..width {
                dy[place] = factor[place] * dy[place] - pull[place] * (x[place] - mean[place]) - shift[place];
            }
        }
    }
}
