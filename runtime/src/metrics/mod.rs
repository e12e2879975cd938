//! Metrics, with Keras 3's values: sums that are kept while a pass runs over the samples, and results made of them.
//!
//! A metric is computed from the predictions of the training step itself, without a second pass. Its sums are double-precision and
//! additive over samples, so that the eight shards of a batch keep their own and a training of any number of threads gives the same
//! bits. No update takes memory.
//!
//! Plain metrics don't see sample weights, as in Keras; [`WithWeights`] around one makes it Keras's `weighted_metrics`.
//! Every loss is a metric too: [`LossMetric`].
//!
//! # A metric of one's own
//!
//! [`MetricFunction`] says what is added up and what comes out, [`Metric`] which outputs and targets it compares:
//!
//! ```
//! use formwork_runtime::losses::Labels;
//! use formwork_runtime::metrics::{Metric, MetricCall, MetricFunction};
//! use formwork_runtime::shape_rules::Shape;
//! use formwork_runtime::tensor::Tensor1;
//!
//! /// The share of rows whose error is at most a tolerance everywhere.
//! struct Within(f32);
//!
//! impl MetricFunction for Within {
//!     fn name(&self) -> &str {
//!         "within"
//!     }
//!
//!     fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
//!         for row in call.rows() {
//!             let good = (0..call.width()).all(|i| (row.predictions[i] - row.target(i)).abs() <= self.0);
//!             sums[0] += if good { row.weight } else { 0.0 };
//!             sums[1] += row.weight;
//!         }
//!     }
//! }
//!
//! impl<const N: usize> Metric<Tensor1<N>, Tensor1<N>> for Within {
//!     type Value = f32;
//!
//!     fn function(&self) -> &dyn MetricFunction {
//!         self
//!     }
//! }
//!
//! let mut sums = [0.0; 2];
//! let call = MetricCall {
//!     shape: Shape::of(&[2]),
//!     predictions: &[1.0, 2.0, 3.0, 4.0],
//!     labels: Labels::Values(&[1.1, 1.9, 3.0, 5.0]),
//!     weights: None,
//! };
//! Within(0.2).update(call, &mut sums);
//! assert_eq!(Within(0.2).result(&sums), 0.5);
//! ```

mod accuracy;
mod auc;
mod combined;
mod comparable;
mod confusion;
mod confusion_matrix;
mod equality;
mod f_score;
mod histogram;
mod iou;
mod loss;
mod mean;
mod operating_point;
mod overlap;
mod r2_score;
mod root_mean_squared_error;
mod row;
mod thresholds;
mod top_k;
mod value;
mod wrappers;

pub use accuracy::{Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy};
pub use auc::{Auc, Curve, Summation};
pub use combined::{Measured, Metrics, OnOutput, WithWeights};
pub use confusion::{
    FalseNegatives, FalsePositives, Precision, Recall, TrueNegatives, TruePositives,
};
pub use confusion_matrix::{BinaryConfusionMatrix, ConfusionMatrix};
pub use equality::Equality;
pub use f_score::{Average, F1Score, FBetaScore};
pub use iou::{BinaryIoU, IoU, MeanIoU, OneHotIoU, OneHotMeanIoU};
pub use loss::LossMetric;
pub use mean::{Mean, Sum};
pub use operating_point::{
    PrecisionAtRecall, RecallAtPrecision, SensitivityAtSpecificity, SpecificityAtSensitivity,
};
pub use r2_score::{Aggregation, R2Score};
pub use root_mean_squared_error::RootMeanSquaredError;
pub use row::{Label, Row};
pub use thresholds::Thresholds;
pub use top_k::{SparseTopKCategoricalAccuracy, TopKCategoricalAccuracy};
pub use value::{MetricSums, MetricValue};
pub use wrappers::{ByClass, Named, PerClass};

use crate::losses::{Labels, Misfit};
use crate::shape_rules::Shape;

/// A metric that compares a model's `Output` with a `Target` for each sample.
#[diagnostic::on_unimplemented(
    message = "the metric `{Self}` can't compare an output `{Output}` with a target `{Target}`",
    label = "no such comparison",
    note = "`Accuracy`, `Precision`, `Recall`, `F1Score` and `Auc` take a target of the output's own shape or class indices (`u8`, `u16`, `u32`) \
            for an output `Tensor1<C>`; for outputs `Tensor1<1>` also `f32` and `bool`",
    note = "a loss is a metric for the targets that it takes as a loss",
    note = "for a model of several outputs say which one: `OnOutput::<1, _>(Accuracy)`"
)]
pub trait Metric<Output, Target>: Send + Sync {
    /// What an evaluation gives: a number, an array with a number for each class or threshold, or a matrix.
    type Value: MetricValue;

    /// The function, without types.
    fn function(&self) -> &dyn MetricFunction;

    /// Which output of the model it looks at.
    fn output(&self) -> usize {
        0
    }

    /// Whether it is given the weights of samples and classes.
    fn is_weighted(&self) -> bool {
        false
    }
}

/// A metric on slices, without the types of outputs and targets. Its sums must be additive over samples.
pub trait MetricFunction: Send + Sync {
    /// Its key in histories, as Keras calls it. Of several values the first is under `name_0`, the second under `name_1` and so on.
    fn name(&self) -> &str;

    /// Number of sums that it keeps for an output of rows of `width` elements.
    fn sums(&self, width: usize) -> usize {
        let _ = width;
        2
    }

    /// Number of values that come out.
    fn values(&self, width: usize) -> usize {
        let _ = width;
        1
    }

    /// Whether its values are written into histories, besides being results of evaluations.
    fn recorded(&self) -> bool {
        true
    }

    /// Whether each row may have a weight of its own. Otherwise there is one for each sample.
    fn weighs_rows(&self, shape: &Shape) -> bool {
        let _ = shape;
        true
    }

    /// What keeps it from being computed for outputs of this shape.
    fn misfit(&self, shape: &Shape) -> Option<Misfit> {
        let _ = shape;
        None
    }

    /// Adds what some rows contribute to the `sums`.
    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]);

    /// The value for all rows seen: by default the first sum divided by the second.
    fn result(&self, sums: &[f64]) -> f32 {
        (sums[0] / sums[1]) as f32
    }

    /// All values for all rows seen: by default the only one.
    fn results(&self, sums: &[f64], values: &mut [f32]) {
        values[0] = self.result(sums);
    }
}

/// The arguments of [`MetricFunction::update`].
#[derive(Clone, Copy, Debug)]
pub struct MetricCall<'a> {
    /// The shape of one output.
    pub shape: Shape,
    /// The predictions for some samples.
    pub predictions: &'a [f32],
    /// Their labels.
    pub labels: Labels<'a>,
    /// A weight for each row, if they differ from 1 and the metric asks for them.
    pub weights: Option<&'a [f32]>,
}

impl MetricCall<'_> {
    /// Elements of a row: the output's last dimension.
    pub fn width(&self) -> usize {
        self.shape.last()
    }

    /// The weight of row `index`.
    pub fn weight(&self, index: usize) -> f64 {
        self.weights
            .map_or(1.0, |weights| f64::from(weights[index]))
    }

    /// The sum of the weights of all rows.
    pub fn total_weight(&self) -> f64 {
        match self.weights {
            Some(weights) => weights.iter().copied().map(f64::from).sum(),
            None => (self.predictions.len() / self.width()) as f64,
        }
    }
}

/// The misfit of a class that outputs of this shape don't have.
fn missing(class: Option<usize>, shape: &Shape) -> Option<Misfit> {
    let classes = shape.last();
    let class = class.filter(|&class| class >= classes)?;
    Some(Misfit::Class { class, classes })
}

/// `a / b`, and 0 if `b` is 0.
fn ratio(a: f64, b: f64) -> f64 {
    if b == 0.0 { 0.0 } else { a / b }
}

#[cfg(test)]
mod tests;
