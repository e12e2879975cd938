//! Mean squared error.

use super::{LossCall, LossFunction, sum_rows};

/// `mean (p − t)²` over the last axis; its gradient is `2 (p − t) / width`.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanSquaredError;

impl LossFunction for MeanSquaredError {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let width = call.width();
        sum_rows(call, |row, gradient| {
            if let Some(gradient) = gradient {
                let factor = 2.0 * gradient.scale / width as f32;
                row.each(|index, p, t| gradient.cotangent[index] = factor * (p - t));
            }
            let mut sum = 0.0;
            row.each(|_, p, t| {
                let difference = f64::from(p - t);
                sum += difference * difference;
            });
            sum / width as f64
        })
    }
}
