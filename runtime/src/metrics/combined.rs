//! Metrics put together: several of them, and those of one output among several.

use super::{Metric, MetricFunction, MetricSums, MetricValue};

/// A metric of output `INDEX` of a model with several outputs: `OnOutput::<1, _>(Accuracy)`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct OnOutput<const INDEX: usize, M>(
    /// The metric.
    pub M,
);

/// A metric to which the weights of samples and classes apply, as to Keras's `weighted_metrics`: `WithWeights(Accuracy)`. Without
/// it a metric counts every sample once.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WithWeights<M>(
    /// The metric.
    pub M,
);

impl<Output, Target, M: Metric<Output, Target>> Metric<Output, Target> for WithWeights<M> {
    type Value = M::Value;

    fn function(&self) -> &dyn MetricFunction {
        self.0.function()
    }

    fn output(&self) -> usize {
        self.0.output()
    }

    fn is_weighted(&self) -> bool {
        true
    }
}

/// A metric of a model, without types.
#[derive(Clone, Copy)]
pub struct Measured<'a> {
    /// Which output of the model it looks at.
    pub output: usize,
    /// The function.
    pub function: &'a dyn MetricFunction,
    /// Whether it is given the weights of samples and classes.
    pub weighted: bool,
}

/// A tuple of up to twelve metrics, `(Accuracy,)` for a single one, `()` for none.
#[diagnostic::on_unimplemented(
    message = "`{Self}` isn't a tuple of metrics that compare an output `{Output}` with a target `{Target}`",
    label = "no such metrics",
    note = "one metric is written `(Accuracy,)`, none `()`"
)]
pub trait Metrics<Output, Target>: Send + Sync {
    /// The [value](Metric::Value) of each metric: `results.0`, `results.1`…
    type Results: Clone + core::fmt::Debug + PartialEq;
    /// Number of metrics.
    const COUNT: usize;

    /// Metric `index`.
    fn metric(&self, index: usize) -> Measured<'_>;

    /// The values, from the sums of each metric.
    fn results<'s>(&self, sums: &dyn Fn(usize) -> MetricSums<'s>) -> Self::Results;
}

impl<Output, Target> Metrics<Output, Target> for () {
    type Results = ();
    const COUNT: usize = 0;

    fn metric(&self, index: usize) -> Measured<'_> {
        panic!("there is no metric {index}")
    }

    fn results<'s>(&self, _sums: &dyn Fn(usize) -> MetricSums<'s>) -> Self::Results {}
}

macro_rules! metrics {
    ($count:literal: $($metric:ident $index:tt),+) => {
        impl<Output, Target, $($metric: Metric<Output, Target>),+> Metrics<Output, Target> for ($($metric,)+) {
            type Results = ($($metric::Value,)+);
            const COUNT: usize = $count;

            fn metric(&self, index: usize) -> Measured<'_> {
                match index {
                    $($index => Measured {
                        output: self.$index.output(),
                        function: self.$index.function(),
                        weighted: self.$index.is_weighted(),
                    },)+
                    _ => panic!("there is no metric {index}"),
                }
            }

            fn results<'s>(&self, sums: &dyn Fn(usize) -> MetricSums<'s>) -> Self::Results {
                ($($metric::Value::read(self.$index.function(), sums($index)),)+)
            }
        }
    };
}

metrics!(1: M0 0);
metrics!(2: M0 0, M1 1);
metrics!(3: M0 0, M1 1, M2 2);
metrics!(4: M0 0, M1 1, M2 2, M3 3);
metrics!(5: M0 0, M1 1, M2 2, M3 3, M4 4);
metrics!(6: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5);
metrics!(7: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6);
metrics!(8: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6, M7 7);
metrics!(9: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6, M7 7, M8 8);
metrics!(10: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6, M7 7, M8 8, M9 9);
metrics!(11: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6, M7 7, M8 8, M9 9, M10 10);
metrics!(12: M0 0, M1 1, M2 2, M3 3, M4 4, M5 5, M6 6, M7 7, M8 8, M9 9, M10 10, M11 11);

macro_rules! on_output {
    ($index:literal $own:ident $own_target:ident of [$($output:ident $target:ident),+]) => {
        impl<$($output, $target,)+ M: Metric<$own, $own_target>> Metric<($($output,)+), ($($target,)+)> for OnOutput<$index, M> {
            type Value = M::Value;

            fn function(&self) -> &dyn MetricFunction {
                self.0.function()
            }

            fn output(&self) -> usize {
                $index
            }

            fn is_weighted(&self) -> bool {
                self.0.is_weighted()
            }
        }
    };
}

on_output!(0 O0 T0 of [O0 T0, O1 T1]);
on_output!(1 O1 T1 of [O0 T0, O1 T1]);
on_output!(0 O0 T0 of [O0 T0, O1 T1, O2 T2]);
on_output!(1 O1 T1 of [O0 T0, O1 T1, O2 T2]);
on_output!(2 O2 T2 of [O0 T0, O1 T1, O2 T2]);
on_output!(0 O0 T0 of [O0 T0, O1 T1, O2 T2, O3 T3]);
on_output!(1 O1 T1 of [O0 T0, O1 T1, O2 T2, O3 T3]);
on_output!(2 O2 T2 of [O0 T0, O1 T1, O2 T2, O3 T3]);
on_output!(3 O3 T3 of [O0 T0, O1 T1, O2 T2, O3 T3]);
on_output!(0 O0 T0 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4]);
on_output!(1 O1 T1 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4]);
on_output!(2 O2 T2 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4]);
on_output!(3 O3 T3 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4]);
on_output!(4 O4 T4 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4]);
on_output!(0 O0 T0 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
on_output!(1 O1 T1 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
on_output!(2 O2 T2 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
on_output!(3 O3 T3 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
on_output!(4 O4 T4 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
on_output!(5 O5 T5 of [O0 T0, O1 T1, O2 T2, O3 T3, O4 T4, O5 T5]);
