//! Every loss as a metric.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::{
    BinaryCrossentropy, CategoricalCrossentropy, Labels, Loss, LossCall, LossFunction,
    MeanSquaredError, SparseCategoricalCrossentropy,
};

/// A loss that can be watched as a metric: the mean of its rows' values, by sample weights `Σ w v / Σ w`.
///
/// A loss of one's own becomes a metric by a line:
///
/// ```
/// # use formwork_runtime::losses::{LossCall, LossFunction, MeanSquaredError};
/// use formwork_runtime::metrics::LossMetric;
///
/// struct MyLoss;
/// # impl LossFunction for MyLoss {
/// #     fn evaluate(&self, call: LossCall<'_>) -> f64 { MeanSquaredError.evaluate(call) }
/// # }
///
/// impl LossMetric for MyLoss {
///     const NAME: &str = "my_loss";
/// }
/// ```
pub trait LossMetric: LossFunction {
    /// Its key in histories.
    const NAME: &str;

    /// Factor of the metric. A loss that is minimized where a similarity grows has −1, so that its metric is the similarity.
    const SIGN: f64 = 1.0;
}

impl<L: LossMetric> MetricFunction for L {
    fn name(&self) -> &str {
        L::NAME
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let MetricCall {
            width,
            predictions,
            labels,
            weights,
        } = call;
        let value = |predictions, labels: Labels<'_>| {
            self.evaluate(LossCall {
                width,
                predictions,
                labels,
                gradient: None,
            })
        };
        match weights {
            None => {
                sums[0] += L::SIGN * value(predictions, labels);
                sums[1] += (predictions.len() / width) as f64;
            }
            Some(weights) => {
                let rows = predictions.chunks_exact(width).zip(weights);
                for (index, (row, &weight)) in rows.enumerate() {
                    let weight = f64::from(weight);
                    sums[0] += L::SIGN * weight * value(row, labels.rows(index, 1, width));
                    sums[1] += weight;
                }
            }
        }
    }
}

impl<Output, Target, L: LossMetric + Loss<Output, Target>> Metric<Output, Target> for L {
    type Value = f32;

    fn function(&self) -> &dyn MetricFunction {
        self
    }
}

macro_rules! names {
    ($($loss:ty: $name:literal),* $(,)?) => {$(
        impl LossMetric for $loss {
            const NAME: &str = $name;
        }
    )*};
}

names!(
    MeanSquaredError: "mean_squared_error",
    BinaryCrossentropy: "binary_crossentropy",
    CategoricalCrossentropy: "categorical_crossentropy",
    SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
);
