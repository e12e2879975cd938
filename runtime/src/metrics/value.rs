//! What evaluations give for a metric: a number, an array, a matrix.

use super::MetricFunction;
use crate::tensor::{Elements, Tensor};

/// The sums of one metric over all shards.
#[derive(Clone, Copy, Debug)]
pub struct MetricSums<'a> {
    /// Elements of a row of its output.
    pub width: usize,
    /// The sums.
    pub sums: &'a [f64],
}

/// The typed form of a metric's values.
pub trait MetricValue: Clone + core::fmt::Debug + PartialEq {
    /// Takes the values from the sums.
    ///
    /// # Panics
    /// If the metric has another number of values.
    fn read(function: &dyn MetricFunction, sums: MetricSums<'_>) -> Self;
}

impl MetricValue for f32 {
    fn read(function: &dyn MetricFunction, sums: MetricSums<'_>) -> f32 {
        let [value] = <[f32; 1]>::read(function, sums);
        value
    }
}

impl<const N: usize> MetricValue for [f32; N] {
    fn read(function: &dyn MetricFunction, sums: MetricSums<'_>) -> [f32; N] {
        let mut values = [0.0; N];
        fill(function, sums, &mut values);
        values
    }
}

impl<D: Elements> MetricValue for Tensor<D> {
    fn read(function: &dyn MetricFunction, sums: MetricSums<'_>) -> Tensor<D> {
        let mut values = Tensor::zeros();
        fill(function, sums, values.as_mut_slice());
        values
    }
}

fn fill(function: &dyn MetricFunction, sums: MetricSums<'_>, values: &mut [f32]) {
    let (name, count) = (function.name(), function.values(sums.width));
    assert!(
        values.len() == count,
        "the metric `{name}` has {count} values, its type {}",
        values.len()
    );
    function.results(sums.sums, values);
}
