//! Thresholds above which predictions count as positive.

use super::MetricValue;

/// One threshold, `f32`, or several, `[f32; N]`. A metric of several thresholds has as many values.
pub trait Thresholds: Send + Sync {
    /// A number for each threshold.
    type Values: MetricValue;

    /// The thresholds.
    fn as_slice(&self) -> &[f32];
}

impl Thresholds for f32 {
    type Values = f32;

    fn as_slice(&self) -> &[f32] {
        core::slice::from_ref(self)
    }
}

impl<const N: usize> Thresholds for [f32; N] {
    type Values = [f32; N];

    fn as_slice(&self) -> &[f32] {
        self
    }
}
