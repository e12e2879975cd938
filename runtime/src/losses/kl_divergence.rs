//! Kullback–Leibler divergence.

use super::{EPSILON, LossCall, LossFunction, sum_rows};
use crate::kernels::math;

/// `Σ t ln(t / p)` over the last axis, for targets and predictions that are distributions; both are clipped to `[ε, 1]` with
/// ε = 10⁻⁷. Its gradient is `−t / p`, 0 where the clip acts, and half of it at the clip's ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct KlDivergence;

impl LossFunction for KlDivergence {
    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        sum_rows(call, |row, gradient| {
            let clipped = |x: f32| x.clamp(EPSILON, 1.0);
            if let Some(gradient) = gradient {
                row.each(|index, p, t| {
                    let share = if p == EPSILON || p == 1.0 {
                        0.5
                    } else if (EPSILON..1.0).contains(&p) {
                        1.0
                    } else {
                        0.0
                    };
                    gradient.cotangent[index] = -gradient.scale * share * clipped(t) / clipped(p);
                });
            }
            let mut sum = 0.0;
            row.each(|_, p, t| {
                let (p, t) = (clipped(p), clipped(t));
                sum += f64::from(t) * (f64::from(math::ln(t)) - f64::from(math::ln(p)));
            });
            sum
        })
    }
}
