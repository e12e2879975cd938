//! The level of an output, whatever the targets are.

use super::{MetricCall, MetricFunction};

/// The mean of an output's elements; with sample weights `Σ w p / Σ w`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mean;

/// The sum of an output's elements over all samples.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sum;

impl MetricFunction for Mean {
    fn name(&self) -> &str {
        "mean"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        add(call, &mut sums[0]);
        sums[1] += call.total_weight() * call.width() as f64;
    }
}

impl MetricFunction for Sum {
    fn name(&self) -> &str {
        "sum"
    }

    fn sums(&self, _width: usize) -> usize {
        1
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        add(call, &mut sums[0]);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        sums[0] as f32
    }
}

fn add(call: MetricCall<'_>, sum: &mut f64) {
    for row in call.rows() {
        let elements = row.predictions.iter().copied();
        *sum += row.weight * elements.map(f64::from).sum::<f64>();
    }
}
