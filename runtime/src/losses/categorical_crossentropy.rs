//! Categorical cross-entropy.

use super::{EPSILON, LossCall, LossFunction, Row, RowGradient, sum_rows};
use crate::kernels::math;
use crate::model::Tail;

/// `−Σ t ln p` over the last axis, for targets that are distributions, such as the one-hot vectors of
/// `to_categorical`. Class indices want
/// [`SparseCategoricalCrossentropy`](super::SparseCategoricalCrossentropy).
///
/// - Probabilities: `p` is divided by its sum and clipped to `[ε, 1 − ε]`, as in Keras. The gradient is 0 where the clip
///   acts. After a softmax the two derivatives are fused to `p Σt − t`, which the clip doesn't touch.
/// - `from_logits`: `p = softmax(z)`, the gradient is `p Σt − t`.
/// - `label_smoothing` s: targets become `t (1 − s) + s / classes`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CategoricalCrossentropy {
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
    /// Share of each target that is spread evenly over the classes, in `0.0..=1.0`.
    pub label_smoothing: f32,
}

impl LossFunction for CategoricalCrossentropy {
    fn fuses(&self, tail: Tail) -> bool {
        !self.from_logits && tail == Tail::Softmax
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let (keep, spread) = (
            1.0 - self.label_smoothing,
            self.label_smoothing / call.width() as f32,
        );
        if self.from_logits {
            sum_rows(call, |row, gradient| logits(row, gradient, keep, spread))
        } else {
            sum_rows(call, |row, gradient| {
                probabilities(row, gradient, keep, spread)
            })
        }
    }
}

fn probabilities(row: Row<'_>, gradient: Option<RowGradient<'_>>, keep: f32, spread: f32) -> f64 {
    let total: f32 = row.prediction.iter().sum();
    let clipped = |p: f32| (p / total).clamp(EPSILON, 1.0 - EPSILON);
    if let Some(RowGradient {
        cotangent,
        scale,
        fused,
    }) = gradient
    {
        // With q = p / Σp, c the targets where the clip is idle: dL/dp = (Σc − c / q) / Σp.
        let (mut mass, mut idle) = (0.0, 0.0);
        row.each(|_, p, t| {
            let t = t * keep + spread;
            mass += t;
            idle += if clipped(p) == p / total { t } else { 0.0 };
        });
        row.each(|index, p, t| {
            let (t, q) = (t * keep + spread, p / total);
            cotangent[index] = scale
                * if fused {
                    p * mass - t
                } else {
                    (idle - if clipped(p) == q { t / q } else { 0.0 }) / total
                };
        });
    }
    let mut sum = 0.0;
    row.each(|_, p, t| {
        let t = t * keep + spread;
        if t != 0.0 {
            sum -= f64::from(t * math::ln(clipped(p)));
        }
    });
    sum
}

fn logits(row: Row<'_>, gradient: Option<RowGradient<'_>>, keep: f32, spread: f32) -> f64 {
    let largest = row
        .prediction
        .iter()
        .copied()
        .fold(f32::NEG_INFINITY, f32::max);
    let total: f32 = row.prediction.iter().map(|z| math::exp(z - largest)).sum();
    if let Some(RowGradient {
        cotangent, scale, ..
    }) = gradient
    {
        let mut mass = 0.0;
        row.each(|_, _, t| mass += t * keep + spread);
        row.each(|index, z, t| {
            let p = math::exp(z - largest) / total;
            cotangent[index] = scale * (p * mass - (t * keep + spread));
        });
    }
    let log_total = math::ln(total);
    let mut sum = 0.0;
    row.each(|_, z, t| sum -= f64::from(t * keep + spread) * f64::from((z - largest) - log_total));
    sum
}
