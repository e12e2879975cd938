//! Binary focal cross-entropy.

use super::{EPSILON, LossCall, LossFunction, Row, RowGradient, power, sum_rows};
use crate::kernels::math;
use crate::model::Tail;

/// [Focal loss](https://arxiv.org/abs/1708.02002): `mean (1 − q)^γ b` over the last axis, where b is the
/// [binary cross-entropy](super::BinaryCrossentropy) of an element and `q = t p + (1 − t)(1 − p)` the probability that was given to
/// its label. Elements that are right already count little.
///
/// `from_logits` and `label_smoothing` mean what they mean there. After a sigmoid the two derivatives are fused.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BinaryFocalCrossentropy {
    /// Multiply each element by `t α + (1 − t)(1 − α)`.
    pub apply_class_balancing: bool,
    /// The weight of class 1, if classes are balanced.
    pub alpha: f32,
    /// The exponent γ, at least 0.
    pub gamma: f32,
    /// The output holds logits, not probabilities.
    pub from_logits: bool,
    /// How far targets are drawn towards one half, in `0.0..=1.0`.
    pub label_smoothing: f32,
}

impl Default for BinaryFocalCrossentropy {
    /// γ = 2, without balancing; α would be 0.25.
    fn default() -> BinaryFocalCrossentropy {
        BinaryFocalCrossentropy {
            apply_class_balancing: false,
            alpha: 0.25,
            gamma: 2.0,
            from_logits: false,
            label_smoothing: 0.0,
        }
    }
}

/// The cross-entropy of one element.
struct Element {
    probability: f32,
    value: f32,
    /// Its derivative with respect to the probability; with respect to the logit if that is asked for.
    slope: f32,
}

impl BinaryFocalCrossentropy {
    fn element(&self, x: f32, t: f32, fused: bool) -> Element {
        if self.from_logits {
            let small = math::exp(-x.abs());
            let probability = if x >= 0.0 { 1.0 } else { small } / (1.0 + small);
            return Element {
                probability,
                value: x.max(0.0) - x * t + math::log1p(small),
                slope: probability - t,
            };
        }
        let logarithm = |p: f32| math::ln(p.clamp(EPSILON, 1.0 - EPSILON));
        Element {
            probability: x,
            value: -(t * logarithm(x) + (1.0 - t) * logarithm(1.0 - x)),
            slope: if fused {
                x - t
            } else if (EPSILON..=1.0 - EPSILON).contains(&x) {
                (1.0 - t) / (1.0 - x) - t / x
            } else {
                0.0
            },
        }
    }

    fn row(&self, row: Row<'_>, gradient: Option<RowGradient<'_>>) -> f64 {
        let width = row.prediction.len();
        let smooth = |t: f32| t * (1.0 - self.label_smoothing) + 0.5 * self.label_smoothing;
        let balance = |t: f32| match self.apply_class_balancing {
            true => t * self.alpha + (1.0 - t) * (1.0 - self.alpha),
            false => 1.0,
        };
        // 1 − q without a difference of numbers near 1.
        let missed = |p: f32, t: f32| t * (1.0 - p) + (1.0 - t) * p;
        if let Some(gradient) = gradient {
            let factor = gradient.scale / width as f32;
            let of_logit = self.from_logits || gradient.fused;
            row.each(|index, x, t| {
                let t = smooth(t);
                let Element {
                    probability: p,
                    value,
                    slope,
                } = self.element(x, t, gradient.fused);
                let missed = missed(p, t);
                let inner = if of_logit { p * (1.0 - p) } else { 1.0 };
                let focus = self.gamma * power(missed, self.gamma - 1.0) * (1.0 - 2.0 * t) * inner;
                let whole = power(missed, self.gamma) * slope + focus * value;
                gradient.cotangent[index] = factor * balance(t) * whole;
            });
        }
        let mut sum = 0.0;
        row.each(|_, x, t| {
            let t = smooth(t);
            let Element {
                probability, value, ..
            } = self.element(x, t, false);
            let focus = power(missed(probability, t), self.gamma);
            sum += f64::from(balance(t) * focus) * f64::from(value);
        });
        sum / width as f64
    }
}

impl LossFunction for BinaryFocalCrossentropy {
    fn fuses(&self, tail: Tail) -> bool {
        !self.from_logits && tail == Tail::Sigmoid
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        sum_rows(call, |row, gradient| self.row(row, gradient))
    }
}
