//! Hinge losses of labels −1 and 1.

use super::{Labels, LossCall, LossFunction, Totals, mean_of_elements, sum_rows};

/// `mean max(1 − t p, 0)` over the last axis, for labels −1 and 1; its gradient is `−t / width` where `t p < 1`, else 0.
///
/// If all labels of a batch are 0 or 1, the 0 stands for −1, as in Keras 3.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hinge;

/// `mean max(1 − t p, 0)²` over the last axis, for labels −1 and 1; its gradient is `−2 t max(1 − t p, 0) / width`.
///
/// If all labels of a batch are 0 or 1, the 0 stands for −1, as in Keras 3.
///
/// Targets have the output's shape. An output `Tensor1<1>` also takes numbers: `f32`, `bool` or an integer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SquaredHinge;

/// `max(0, 1 + max (1 − t) p − Σ t p)` over the last axis, for one-hot targets of 0 and 1: the right class is to lie 1 above all
/// others. Its gradient is −t, and 1 − t more at the largest of the others, shared evenly among equal ones.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CategoricalHinge;

/// Number of labels that are neither 0 nor 1.
fn other_labels(labels: Labels<'_>) -> usize {
    match labels {
        Labels::Values(values) => values.iter().filter(|&&t| t != 0.0 && t != 1.0).count(),
        Labels::Classes(_) => 0,
    }
}

/// What a label stands for: whether 0 means −1 is decided by the labels of the whole batch.
fn sign_of_label(call: &LossCall<'_>) -> impl Fn(f32) -> f32 + use<> {
    let binary = match call.totals {
        [others, ..] => *others == 0.0,
        [] => other_labels(call.labels) == 0,
    };
    move |t| if binary { 2.0 * t - 1.0 } else { t }
}

impl LossFunction for Hinge {
    fn totals(&self) -> Totals {
        Totals::OfLabels(1)
    }

    fn add_totals(&self, call: LossCall<'_>, totals: &mut [f64]) {
        totals[0] += other_labels(call.labels) as f64;
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let sign = sign_of_label(&call);
        mean_of_elements(
            call,
            |p, t| f64::from((1.0 - sign(t) * p).max(0.0)),
            |p, t| {
                let t = sign(t);
                if t * p < 1.0 { -t } else { 0.0 }
            },
        )
    }
}

impl LossFunction for SquaredHinge {
    fn totals(&self) -> Totals {
        Totals::OfLabels(1)
    }

    fn add_totals(&self, call: LossCall<'_>, totals: &mut [f64]) {
        totals[0] += other_labels(call.labels) as f64;
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let sign = sign_of_label(&call);
        mean_of_elements(
            call,
            |p, t| {
                let distance = f64::from((1.0 - sign(t) * p).max(0.0));
                distance * distance
            },
            |p, t| -2.0 * sign(t) * (1.0 - sign(t) * p).max(0.0),
        )
    }
}

impl LossFunction for CategoricalHinge {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        sum_rows(call, |row, gradient| {
            let (mut own, mut other) = (0.0, f32::NEG_INFINITY);
            row.each(|_, p, t| {
                own += f64::from(t * p);
                other = other.max((1.0 - t) * p);
            });
            let value = (1.0 + f64::from(other) - own).max(0.0);
            if let Some(gradient) = gradient {
                let mut equal = 0.0;
                row.each(|_, p, t| equal += if (1.0 - t) * p == other { 1.0 } else { 0.0 });
                let scale = if value > 0.0 { gradient.scale } else { 0.0 };
                row.each(|index, p, t| {
                    let is_largest = (1.0 - t) * p == other;
                    let rise = if is_largest { (1.0 - t) / equal } else { 0.0 };
                    gradient.cotangent[index] = scale * (rise - t);
                });
            }
            value
        })
    }
}
