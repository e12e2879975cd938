//! Losses that are the mean, or the sum, of a function of each element and its target.

use super::{LossCall, sum_rows};

/// The sum over all rows of the mean of `value(p, t)` over a row's elements, with the gradient `slope(p, t) / width`: what a loss of
/// single elements [evaluates](super::LossFunction::evaluate).
#[inline(always)]
pub fn mean_of_elements(
    call: LossCall<'_>,
    value: impl Fn(f32, f32) -> f64,
    slope: impl Fn(f32, f32) -> f32,
) -> f64 {
    let width = call.width();
    of_elements(call, width as f32, value, slope)
}

/// The sum over all rows of the sum of `value(p, t)` over a row's elements, with the gradient `slope(p, t)`.
#[inline(always)]
pub fn sum_of_elements(
    call: LossCall<'_>,
    value: impl Fn(f32, f32) -> f64,
    slope: impl Fn(f32, f32) -> f32,
) -> f64 {
    of_elements(call, 1.0, value, slope)
}

#[inline(always)]
fn of_elements(
    call: LossCall<'_>,
    divisor: f32,
    value: impl Fn(f32, f32) -> f64,
    slope: impl Fn(f32, f32) -> f32,
) -> f64 {
    sum_rows(call, |row, gradient| {
        if let Some(gradient) = gradient {
            let factor = gradient.scale / divisor;
            row.each(|index, p, t| gradient.cotangent[index] = factor * slope(p, t));
        }
        let mut sum = 0.0;
        row.each(|_, p, t| sum += value(p, t));
        sum / f64::from(divisor)
    })
}
