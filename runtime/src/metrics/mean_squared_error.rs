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
        let rows = LossCall::rows(call.width, call.predictions, call.labels);
        let weights = call.weights;
        sums[0] += self.evaluate(LossCall { weights, ..rows });
        sums[1] += call.total_weight();
    }
}
