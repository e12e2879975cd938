//! Activations along the last axis: softmax, its logarithm, and the projection on the simplex.

use super::Activation;
use crate::kernels::level::for_each_level;
use crate::kernels::math::{exp, ln};
use crate::kernels::portable::rows_mut;
use core::num::NonZeroUsize;

/// The activations that act on rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// `yᵢ = e^xᵢ / Σⱼ e^xⱼ`, computed after subtracting the row's maximum.
    Softmax,
    /// `yᵢ = xᵢ − ln Σⱼ e^xⱼ`, computed after subtracting the row's maximum.
    LogSoftmax,
    /// The nearest point of the simplex: `yᵢ = max(xᵢ − τ, 0)` with the τ that makes `Σ yᵢ = 1`.
    Sparsemax,
}

impl Rows {
    /// The same activation, if it acts on rows.
    pub const fn of(activation: Activation) -> Option<Rows> {
        match activation {
            Activation::Softmax => Some(Rows::Softmax),
            Activation::LogSoftmax => Some(Rows::LogSoftmax),
            Activation::Sparsemax => Some(Rows::Sparsemax),
            _ => None,
        }
    }
}

const LANES: usize = 16;

/// `Σ f(xᵢ, yᵢ)`: lane `l` of 16 sums the elements `16 i + l`; then the lanes are added in order.
#[inline(always)]
fn lane_sum(x: &[f32], y: &[f32], f: impl Fn(f32, f32) -> f32) -> f32 {
    if x.len() <= LANES {
        return x.iter().zip(y).fold(0.0, |sum, (x, y)| sum + f(*x, *y));
    }
    let mut lanes = [0.0; LANES];
    let (x_blocks, x_rest) = x.as_chunks::<LANES>();
    let (y_blocks, y_rest) = y.as_chunks::<LANES>();
    for (x, y) in x_blocks.iter().zip(y_blocks) {
        for lane in 0..LANES {
            lanes[lane] += f(x[lane], y[lane]);
        }
    }
    for (lane, (x, y)) in lanes.iter_mut().zip(x_rest.iter().zip(y_rest)) {
        *lane += f(*x, *y);
    }
    lanes.iter().fold(0.0, |sum, lane| sum + lane)
}

#[inline(always)]
fn greatest(row: &[f32]) -> f32 {
    let mut greatest = f32::NEG_INFINITY;
    for value in row {
        greatest = if *value > greatest { *value } else { greatest };
    }
    greatest
}

/// Elements whose exponentials are computed in one vectorised pass, if rows are shorter.
const BLOCK: usize = 512;

#[inline(always)]
fn subtract_greatest(row: &mut [f32]) {
    let greatest = greatest(row);
    for value in row {
        *value -= greatest;
    }
}

#[inline(always)]
fn softmax(width: usize, values: &mut [f32]) {
    for rows in values.chunks_mut(width * (BLOCK / width).max(1)) {
        for row in rows.chunks_exact_mut(width) {
            subtract_greatest(row);
        }
        for value in rows.iter_mut() {
            *value = exp(*value);
        }
        for row in rows.chunks_exact_mut(width) {
            let factor = 1.0 / lane_sum(row, row, |x, _| x);
            for value in row {
                *value *= factor;
            }
        }
    }
}

#[inline(always)]
fn log_softmax(width: usize, values: &mut [f32]) {
    let mut exponentials = [0.0; BLOCK];
    for rows in values.chunks_mut(width * (BLOCK / width).max(1)) {
        for row in rows.chunks_exact_mut(width) {
            subtract_greatest(row);
        }
        if width > BLOCK {
            let logarithm = ln(lane_sum(rows, rows, |x, _| exp(x)));
            for value in rows {
                *value -= logarithm;
            }
            continue;
        }
        for (exponential, value) in exponentials.iter_mut().zip(rows.iter()) {
            *exponential = exp(*value);
        }
        for (row, exponentials) in rows
            .chunks_exact_mut(width)
            .zip(exponentials.chunks_exact(width))
        {
            let logarithm = ln(lane_sum(exponentials, exponentials, |x, _| x));
            for value in row {
                *value -= logarithm;
            }
        }
    }
}

/// Michelot's iteration: τ from all elements, then from those above τ, until none drops out.
#[inline(always)]
fn sparsemax(row: &mut [f32]) {
    subtract_greatest(row);
    let mut threshold = f32::NEG_INFINITY;
    let mut before = usize::MAX;
    loop {
        let mut count = 0;
        let mut sum = 0.0;
        for value in row.iter() {
            if *value > threshold {
                count += 1;
                sum += value;
            }
        }
        if count == 0 || count >= before {
            break;
        }
        before = count;
        threshold = (sum - 1.0) / count as f32;
    }
    for value in row {
        *value = if *value <= threshold {
            0.0
        } else {
            *value - threshold
        };
    }
}

for_each_level! {
    /// Applies an activation to each row of `width` elements, in place.
    ///
    /// # Panics
    /// If `width` is 0.
    pub fn row_forward(rows: Rows, width: usize, values: &mut [f32]) {
        match rows {
            Rows::Softmax => softmax(width, values),
            Rows::LogSoftmax => log_softmax(width, values),
            Rows::Sparsemax => {
                for row in values.chunks_exact_mut(width) {
                    sparsemax(row);
                }
            }
        }
    }
}

/// [`row_forward`] for deployed models: the same bits, row by row, without a panic path and without room for exponentials.
#[inline(always)]
pub fn row_infer(rows: Rows, width: usize, values: &mut [f32]) {
    let Some(width) = NonZeroUsize::new(width) else {
        return;
    };
    let each: fn(&mut [f32]) = match rows {
        Rows::Softmax => softmax_row,
        Rows::LogSoftmax => log_softmax_row,
        Rows::Sparsemax => sparsemax,
    };
    for row in rows_mut(values, width) {
        each(row);
    }
}

/// [`exp`], of which a program holds one copy for all rows.
#[inline(never)]
fn exp_once(x: f32) -> f32 {
    exp(x)
}

fn softmax_row(row: &mut [f32]) {
    subtract_greatest(row);
    for value in row.iter_mut() {
        *value = exp_once(*value);
    }
    let factor = 1.0 / sum_lane_by_lane(row, |x| x);
    for value in row {
        *value *= factor;
    }
}

fn log_softmax_row(row: &mut [f32]) {
    subtract_greatest(row);
    let logarithm = ln(sum_lane_by_lane(row, exp_once));
    for value in row {
        *value -= logarithm;
    }
}

/// The bits of [`lane_sum`] of numbers that aren't negative, in a tenth of its code: one lane after the other.
#[inline(always)]
fn sum_lane_by_lane(x: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut total = 0.0;
    for lane in 0..LANES.min(x.len()) {
        let mut sum = 0.0;
        let mut index = lane;
        while let Some(x) = x.get(index) {
            sum += f(*x);
            index += LANES;
        }
        total += sum;
    }
    total
}

for_each_level! {
    /// Turns the cotangent of each row of outputs into that of the inputs, in place.
    ///
    /// - softmax: `dxᵢ = yᵢ (dyᵢ − Σⱼ dyⱼ yⱼ)`,
    /// - log_softmax: `dxᵢ = dyᵢ − e^yᵢ Σⱼ dyⱼ`,
    /// - sparsemax: `dxᵢ = dyᵢ − mean of dy over the support` on the support `yᵢ > 0`, else 0.
    ///
    /// # Panics
    /// If `width` is 0.
    pub fn row_backward(rows: Rows, width: usize, outputs: &[f32], cotangent: &mut [f32]) {
        for (y, dy) in outputs.chunks_exact(width).zip(cotangent.chunks_exact_mut(width)) {
            match rows {
                Rows::Softmax => {
                    let mean = lane_sum(y, dy, |y, dy| y * dy);
                    for (dy, y) in dy.iter_mut().zip(y) {
                        *dy = y * (*dy - mean);
                    }
                }
                Rows::LogSoftmax => {
                    let sum = lane_sum(dy, dy, |dy, _| dy);
                    for (dy, y) in dy.iter_mut().zip(y) {
                        *dy -= exp(*y) * sum;
                    }
                }
                Rows::Sparsemax => {
                    let support = lane_sum(y, y, |y, _| if y > 0.0 { 1.0 } else { 0.0 });
                    let mean = lane_sum(y, dy, |y, dy| if y > 0.0 { dy } else { 0.0 }) / support;
                    for (dy, y) in dy.iter_mut().zip(y) {
                        *dy = if *y > 0.0 { *dy - mean } else { 0.0 };
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sparsemax_is_the_projection() {
        let mut row = [0.1, 1.1, 0.2, -3.0];
        row_forward(Rows::Sparsemax, 4, &mut row);
        for (found, expected) in row.iter().zip([0.0, 0.95, 0.05, 0.0]) {
            assert!((found - expected).abs() < 1e-6, "{row:?}");
        }
        let mut equal = [7.0; 5];
        row_forward(Rows::Sparsemax, 5, &mut equal);
        assert!(equal.iter().all(|value| (value - 0.2).abs() < 1e-6));
    }

    #[test]
    fn rows_hold_the_formula_whatever_their_neighbours() {
        for width in [1, 7, 37, 600] {
            let values: Vec<f32> = (0..width * 53)
                .map(|index| (index as f32 * 0.7).sin() * 4.0)
                .collect();
            for rows in [Rows::Softmax, Rows::LogSoftmax, Rows::Sparsemax] {
                let mut together = values.clone();
                row_forward(rows, width, &mut together);
                for (row, found) in values.chunks(width).zip(together.chunks(width)) {
                    let mut alone = row.to_vec();
                    row_forward(rows, width, &mut alone);
                    assert_eq!(alone, found);
                    let sum: f64 = row.iter().map(|x| f64::from(*x).exp()).sum();
                    let close = |x: f32, y: f32| match rows {
                        Rows::Softmax => (f64::from(y) - f64::from(x).exp() / sum).abs() < 1e-6,
                        Rows::LogSoftmax => (f64::from(y) - f64::from(x) + sum.ln()).abs() < 4e-6,
                        Rows::Sparsemax => y >= 0.0,
                    };
                    assert!(row.iter().zip(found).all(|(x, y)| close(*x, *y)));
                }
            }
        }
    }
}
