//! Mean squared error, watched but not optimized.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::{Loss, LossCall, LossFunction, MeanSquaredError};

impl<Output, Target> Metric<Output, Target> for MeanSquaredError
where
    MeanSquaredError: Loss<Output, Target>,
{
    fn function(&self) -> &dyn MetricFunction {
        self
    }
}

impl MetricFunction for MeanSquaredError {
    fn name(&self) -> &str {
        "mean_squared_error"
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let MetricCall {
            width,
            predictions,
            labels,
        } = call;
        sums[0] += self.evaluate(LossCall {
            width,
            predictions,
            labels,
            gradient: None,
        });
        sums[1] += (predictions.len() / width) as f64;
    }
}
