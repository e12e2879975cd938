//! How often predictions equal their targets.

use super::{MetricCall, MetricFunction};

/// The share of elements that equal their targets exactly: Keras's class `Accuracy`, for outputs that are numbers of classes already.
/// The metric that Keras makes of the word `accuracy` is [`Accuracy`](super::Accuracy).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Equality;

impl MetricFunction for Equality {
    fn name(&self) -> &str {
        "equality"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            let equal = row.elements().filter(|&(_, p, t)| p == t).count();
            sums[0] += row.weight * equal as f64;
            sums[1] += row.weight * call.width() as f64;
        }
    }
}
