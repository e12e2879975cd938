//! Binary cross-entropy.

use super::{EPSILON, LossCall, LossFunction, Row, RowGradient, sum_rows};
use crate::kernels::math;
use crate::model::Tail;

/// `mean −[t ln p + (1 − t) ln(1 − p)]` over the last axis.
///
/// - Probabilities: `p` and `1 − p` are clipped to `[ε, 1 − ε]`. The gradient is `(p − t) / (p (1 − p) width)`, 0 where the
///   clip acts. After a sigmoid the two derivatives are fused to `(p − t) / width`, which the clip doesn't touch.
/// - `from_logits`: `max(z, 0) − z t + ln(1 + e^−|z|)`, with the gradient `(sigmoid(z) − t) / width`.
/// - `label_smoothing` s: targets become `t (1 − s) + s / 2`.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BinaryCrossentropy {
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
    /// How far targets are drawn towards one half, in `0.0..=1.0`.
    pub label_smoothing: f32,
}

impl LossFunction for BinaryCrossentropy {
    fn fuses(&self, tail: Tail) -> bool {
        !self.from_logits && tail == Tail::Sigmoid
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let (keep, shift) = (1.0 - self.label_smoothing, 0.5 * self.label_smoothing);
        if self.from_logits {
            sum_rows(call, |row, gradient| logits(row, gradient, keep, shift))
        } else {
            sum_rows(call, |row, gradient| {
                probabilities(row, gradient, keep, shift)
            })
        }
    }
}

fn probabilities(row: Row<'_>, gradient: Option<RowGradient<'_>>, keep: f32, shift: f32) -> f64 {
    let width = row.prediction.len();
    if let Some(RowGradient {
        cotangent,
        scale,
        fused,
    }) = gradient
    {
        let factor = scale / width as f32;
        row.each(|index, p, t| {
            let t = t * keep + shift;
            cotangent[index] = if fused {
                factor * (p - t)
            } else if (EPSILON..=1.0 - EPSILON).contains(&p) {
                factor * ((1.0 - t) / (1.0 - p) - t / p)
            } else {
                0.0
            };
        });
    }
    let logarithm = |p: f32| f64::from(math::ln(p.clamp(EPSILON, 1.0 - EPSILON)));
    let mut sum = 0.0;
    row.each(|_, p, t| {
        let t = t * keep + shift;
        sum -= f64::from(t) * logarithm(p) + f64::from(1.0 - t) * logarithm(1.0 - p);
    });
    sum / width as f64
}

fn logits(row: Row<'_>, gradient: Option<RowGradient<'_>>, keep: f32, shift: f32) -> f64 {
    let width = row.prediction.len();
    if let Some(RowGradient {
        cotangent, scale, ..
    }) = gradient
    {
        let factor = scale / width as f32;
        row.each(|index, z, t| {
            let small = math::exp(-z.abs());
            let p = if z >= 0.0 { 1.0 } else { small } / (1.0 + small);
            cotangent[index] = factor * (p - (t * keep + shift));
        });
    }
    let mut sum = 0.0;
    row.each(|_, z, t| {
        let t = t * keep + shift;
        sum += f64::from(z.max(0.0) - z * t) + f64::from(math::log1p(math::exp(-z.abs())));
    });
    sum / width as f64
}
