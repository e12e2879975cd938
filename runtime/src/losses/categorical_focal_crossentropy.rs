//! Categorical focal cross-entropy.

use super::{EPSILON, LossCall, LossFunction, Row, RowGradient, power, sum_rows};
use crate::kernels::math;
use crate::model::Tail;

/// [Focal loss](https://arxiv.org/abs/1708.02002): `−Σ α (1 − p)^γ t ln p` over the last axis, for targets that are distributions,
/// where p is divided by its sum and clipped to `[ε, 1 − ε]`. Rows that are right already count little.
///
/// With `h = α t (γ p (1 − p)^(γ−1) ln p − (1 − p)^γ)`, the gradient with respect to logits is `h − p Σh`; after a softmax the two
/// derivatives are fused to that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CategoricalFocalCrossentropy {
    /// A factor of all values.
    pub alpha: f32,
    /// The exponent γ, at least 0.
    pub gamma: f32,
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
    /// Share of each target that is spread evenly over the classes, in `0.0..=1.0`.
    pub label_smoothing: f32,
}

impl Default for CategoricalFocalCrossentropy {
    /// α = 0.25, γ = 2.
    fn default() -> CategoricalFocalCrossentropy {
        CategoricalFocalCrossentropy {
            alpha: 0.25,
            gamma: 2.0,
            from_logits: false,
            label_smoothing: 0.0,
        }
    }
}

impl CategoricalFocalCrossentropy {
    fn row(&self, row: Row<'_>, gradient: Option<RowGradient<'_>>) -> f64 {
        let width = row.prediction.len() as f32;
        let (keep, spread) = (1.0 - self.label_smoothing, self.label_smoothing / width);
        let largest = row
            .prediction
            .iter()
            .copied()
            .fold(f32::NEG_INFINITY, f32::max);
        let mass = |x: f32| match self.from_logits {
            true => math::exp(x - largest),
            false => x,
        };
        let total: f32 = row.prediction.iter().copied().map(mass).sum();
        let clip = |p: f32| p.clamp(EPSILON, 1.0 - EPSILON);
        if let Some(gradient) = gradient {
            let of_logit = self.from_logits || gradient.fused;
            // p times the derivative of the row's value with respect to p, before p was divided by its sum.
            let slope = |p: f32, t: f32| {
                let missed = 1.0 - clip(p);
                let focus = self.gamma * power(missed, self.gamma - 1.0) * math::ln(clip(p));
                if of_logit || clip(p) == p {
                    self.alpha * t * (p * focus - power(missed, self.gamma))
                } else {
                    0.0
                }
            };
            let mut sum = 0.0;
            row.each(|_, x, t| sum += slope(mass(x) / total, t * keep + spread));
            row.each(|index, x, t| {
                let p = mass(x) / total;
                let h = slope(p, t * keep + spread);
                gradient.cotangent[index] = gradient.scale
                    * if of_logit {
                        h - p * sum
                    } else if p == 0.0 {
                        -sum / total
                    } else {
                        (h / p - sum) / total
                    };
            });
        }
        let mut sum = 0.0;
        row.each(|_, x, t| {
            let (p, t) = (clip(mass(x) / total), t * keep + spread);
            sum -= f64::from(self.alpha * power(1.0 - p, self.gamma) * t) * f64::from(math::ln(p));
        });
        sum
    }
}

impl LossFunction for CategoricalFocalCrossentropy {
    fn fuses(&self, tail: Tail) -> bool {
        !self.from_logits && tail == Tail::Softmax
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        sum_rows(call, |row, gradient| self.row(row, gradient))
    }
}
