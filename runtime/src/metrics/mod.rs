//! Metrics, with Keras 3's values: sums that are kept while a pass runs over the samples, and a result made of them.

mod accuracy;
mod combined;
mod mean_squared_error;

pub use accuracy::{Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy};
pub use combined::{Measured, Metrics, OnOutput, WithWeights};

use crate::losses::Labels;

/// A metric that compares a model's `Output` with a `Target` for each sample.
#[diagnostic::on_unimplemented(
    message = "the metric `{Self}` can't compare an output `{Output}` with a target `{Target}`",
    label = "no such comparison",
    note = "`Accuracy` takes a target of the output's own shape or class indices (`u8`, `u16`, `u32`) for an output `Tensor1<C>`; for \
            outputs `Tensor1<1>` also `f32` and `bool`",
    note = "for a model of several outputs say which one: `OnOutput::<1, _>(Accuracy)`"
)]
pub trait Metric<Output, Target>: Send + Sync {
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
    /// Its key in histories, as Keras calls it.
    fn name(&self) -> &str;

    /// Number of sums that it keeps.
    fn sums(&self) -> usize {
        2
    }

    /// Adds what some rows contribute to the `sums`.
    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]);

    /// The value for all rows seen: by default the first sum divided by the second.
    fn result(&self, sums: &[f64]) -> f32 {
        (sums[0] / sums[1]) as f32
    }
}

/// The arguments of [`MetricFunction::update`].
#[derive(Clone, Copy, Debug)]
pub struct MetricCall<'a> {
    /// Elements of a row: the output's last dimension.
    pub width: usize,
    /// `rows × width` predictions.
    pub predictions: &'a [f32],
    /// The labels of as many rows.
    pub labels: Labels<'a>,
    /// A weight for each row, if they differ from 1 and the metric asks for them.
    pub weights: Option<&'a [f32]>,
}

impl MetricCall<'_> {
    /// The weight of row `index`.
    pub fn weight(&self, index: usize) -> f64 {
        self.weights
            .map_or(1.0, |weights| f64::from(weights[index]))
    }

    /// The sum of the weights of all rows.
    pub fn total_weight(&self) -> f64 {
        match self.weights {
            Some(weights) => weights.iter().copied().map(f64::from).sum(),
            None => (self.predictions.len() / self.width) as f64,
        }
    }
}

#[cfg(test)]
mod tests;
