//! Every loss as a metric.

use super::{Label, Metric, MetricCall, MetricFunction};
use crate::losses::{
    BinaryCrossentropy, BinaryFocalCrossentropy, CategoricalCrossentropy,
    CategoricalFocalCrossentropy, CategoricalHinge, CosineSimilarity, Hinge, Huber, KlDivergence,
    LogCosh, Loss, LossCall, LossFunction, MeanAbsoluteError, MeanAbsolutePercentageError,
    MeanSquaredError, MeanSquaredLogarithmicError, Misfit, Poisson, SparseCategoricalCrossentropy,
    SquaredHinge,
};
use crate::shape_rules::Shape;

/// A loss that can be watched as a metric: the mean of its rows' values, by sample weights `Σ w v / Σ w`. Rows of
/// a class that the loss ignores don't count.
///
/// [`Dice`](crate::losses::Dice) and [`Tversky`](crate::losses::Tversky) are metrics too, though no means over rows. A loss that `loss!` makes
/// is one by its name in small letters. What is written as a type becomes one by a line:
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

    /// Factor of the metric. A loss that is minimized where a similarity grows has −1, so that its metric is
    /// the similarity.
    const SIGN: f64 = 1.0;
}

impl<L: LossMetric> MetricFunction for L {
    fn name(&self) -> &str {
        L::NAME
    }

    fn weighs_rows(&self, shape: &Shape) -> bool {
        LossFunction::weighs_rows(self, shape)
    }

    fn misfit(&self, shape: &Shape) -> Option<Misfit> {
        LossFunction::misfit(self, shape)
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let MetricCall {
            shape,
            predictions,
            labels,
            weights,
        } = call;
        sums[0] += L::SIGN
            * self.evaluate(LossCall {
                shape,
                predictions,
                labels,
                weights,
                totals: &[],
                gradient: None,
            });
        let rows = shape.len() / shape.last();
        sums[1] += match self.ignored_class() {
            None => call.total_weight() * self.values(&shape) as f64 / rows as f64,
            Some(ignored) => {
                let kept = call
                    .rows()
                    .filter(|row| !matches!(row.label, Label::Class(class) if class == ignored));
                kept.map(|row| row.weight).sum()
            }
        };
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
    BinaryCrossentropy: "binary_crossentropy",
    BinaryFocalCrossentropy: "binary_focal_crossentropy",
    CategoricalCrossentropy: "categorical_crossentropy",
    CategoricalFocalCrossentropy: "categorical_focal_crossentropy",
    CategoricalHinge: "categorical_hinge",
    Hinge: "hinge",
    Huber: "huber",
    KlDivergence: "kl_divergence",
    LogCosh: "logcosh",
    MeanAbsoluteError: "mean_absolute_error",
    MeanAbsolutePercentageError: "mean_absolute_percentage_error",
    MeanSquaredError: "mean_squared_error",
    MeanSquaredLogarithmicError: "mean_squared_logarithmic_error",
    Poisson: "poisson",
    SparseCategoricalCrossentropy: "sparse_categorical_crossentropy",
    SquaredHinge: "squared_hinge",
);

/// The loss falls where the similarity grows; the metric is the similarity.
impl LossMetric for CosineSimilarity {
    const NAME: &str = "cosine_similarity";
    const SIGN: f64 = -1.0;
}
