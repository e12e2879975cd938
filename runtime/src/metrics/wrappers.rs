//! Metrics around metrics: under another name, with a value for each class.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::Misfit;
use crate::shape_rules::Shape;
use crate::tensor::Tensor1;

/// A metric under another key of histories: `Named(Recall::default().class(2), "recall_virginica")`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named<M>(
    /// The metric.
    pub M,
    /// Its key.
    pub &'static str,
);

/// The values for the single classes of a metric that otherwise averages them: `PerClass(F1Score::default())` gives `[f32; CLASSES]`,
/// as Keras's `average=None` does.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PerClass<M>(
    /// The metric.
    pub M,
);

/// A metric that has a value for each class, or for each element of a row.
pub trait ByClass: MetricFunction {
    /// Its sums if no average is asked for.
    fn class_sums(&self, width: usize) -> usize {
        self.sums(width)
    }

    /// Adds what some rows contribute to these sums.
    fn class_update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        self.update(call, sums);
    }

    /// The value of each class.
    fn class_results(&self, sums: &[f64], values: &mut [f32]);
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*) $(-> $result:ty)?;)*) => {$(
        fn $method(&self, $($argument: $type),*) $(-> $result)? {
            self.0.$method($($argument),*)
        }
    )*};
}

impl<M: MetricFunction> MetricFunction for Named<M> {
    fn name(&self) -> &str {
        self.1
    }

    forward! {
        sums(width: usize) -> usize;
        values(width: usize) -> usize;
        recorded() -> bool;
        weighs_rows(shape: &Shape) -> bool;
        misfit(shape: &Shape) -> Option<Misfit>;
        update(call: MetricCall<'_>, sums: &mut [f64]);
        result(sums: &[f64]) -> f32;
        results(sums: &[f64], values: &mut [f32]);
    }
}

impl<M: ByClass> MetricFunction for PerClass<M> {
    fn values(&self, width: usize) -> usize {
        width
    }

    fn sums(&self, width: usize) -> usize {
        self.0.class_sums(width)
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        self.0.class_update(call, sums);
    }

    fn results(&self, sums: &[f64], values: &mut [f32]) {
        self.0.class_results(sums, values);
    }

    forward! {
        name() -> &str;
        recorded() -> bool;
        weighs_rows(shape: &Shape) -> bool;
        misfit(shape: &Shape) -> Option<Misfit>;
    }
}

impl<Output, Target, M> Metric<Output, Target> for Named<M>
where
    M: Metric<Output, Target> + MetricFunction,
{
    type Value = M::Value;

    fn function(&self) -> &dyn MetricFunction {
        self
    }
}

impl<const CLASSES: usize, Target, M> Metric<Tensor1<CLASSES>, Target> for PerClass<M>
where
    M: Metric<Tensor1<CLASSES>, Target> + ByClass,
{
    type Value = [f32; CLASSES];

    fn function(&self) -> &dyn MetricFunction {
        self
    }
}
