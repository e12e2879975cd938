//! Activations along the last axis: softmax, its logarithm, and the projection on the simplex.

use super::Activation;
use crate::kernels::level::for_each_level;
use crate::kernels::math::{exp, ln};

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
    let mut lanes = [0.0; LANES];
    for (x, y) in x.chunks(LANES).zip(y.chunks(LANES)) {
        for (lane, (x, y)) in lanes.iter_mut().zip(x.iter().zip(y)) {
            *lane += f(*x, *y);
        }
    }
    let mut sum = 0.0;
    for lane in lanes {
        sum += lane;
    }
    sum
}

#[inline(always)]
fn greatest(row: &[f32]) -> f32 {
    let mut greatest = f32::NEG_INFINITY;
    for value in row {
        greatest = if *value > greatest { *value } else { greatest };
    }
    greatest
}

#[inline(always)]
fn softmax(width: usize, values: &mut [f32]) {
    // Several short rows share one vectorised pass of exponentials.
    let block = width * (512 / width).max(1);
    for rows in values.chunks_mut(block) {
        for row in rows.chunks_exact_mut(width) {
            let greatest = greatest(row);
            for value in row {
                *value -= greatest;
            }
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
fn log_softmax(row: &mut [f32]) {
    let greatest = greatest(row);
    for value in row.iter_mut() {
        *value -= greatest;
    }
    let logarithm = ln(lane_sum(row, row, |x, _| exp(x)));
    for value in row {
        *value -= logarithm;
    }
}

/// Michelot's iteration: τ from all elements, then from those above τ, until none drops out.
#[inline(always)]
fn sparsemax(row: &mut [f32]) {
    let greatest = greatest(row);
    for value in row.iter_mut() {
        *value -= greatest;
    }
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
            Rows::LogSoftmax => {
                for row in values.chunks_exact_mut(width) {
                    log_softmax(row);
                }
            }
            Rows::Sparsemax => {
                for row in values.chunks_exact_mut(width) {
                    sparsemax(row);
                }
            }
        }
    }
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
    fn rows_do_not_depend_on_their_neighbours() {
        let values: Vec<f32> = (0..37 * 53)
            .map(|index| (index as f32 * 0.7).sin() * 4.0)
            .collect();
        for rows in [Rows::Softmax, Rows::LogSoftmax, Rows::Sparsemax] {
            let mut together = values.clone();
            row_forward(rows, 37, &mut together);
            for (row, expected) in values.chunks(37).zip(together.chunks(37)) {
                let mut alone = row.to_vec();
                row_forward(rows, 37, &mut alone);
                assert_eq!(alone, expected);
            }
        }
    }
}
