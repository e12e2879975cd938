//! Dice and Tversky as metrics.
//!
//! Over the batch, Keras's mean of such a loss depends on how samples are put in batches. Here TP, FN and FP are summed over all samples
//! that are seen, with their weights, and make one value, as those of [`F1Score`](super::F1Score) do. Over each sample it is the mean of
//! the samples' values.

use super::{Metric, MetricCall, MetricFunction};
use crate::losses::{Dice, LossCall, Over, Tversky, overlap};
use crate::shape_rules::Shape;
use crate::tensor::{Elements, Tensor};

/// Adds TP, FN, FP and the weight; or the values and weights of samples, each for each.
fn add(index: &overlap::Index, call: MetricCall<'_>, sums: &mut [f64]) {
    let MetricCall {
        shape,
        predictions,
        labels,
        weights,
    } = call;
    // A row of its own is the part of a sample that has one weight.
    let shape = match index.over {
        Over::Batch => Shape::of(&[shape.last()]),
        Over::Sample => shape,
    };
    let call = LossCall {
        shape,
        predictions,
        labels,
        weights,
        totals: &[],
        gradient: None,
    };
    for (_, _, own) in overlap::samples(&call) {
        let [positives, missed, wrong, weight] = own;
        let added = match index.over {
            Over::Batch => [weight * positives, weight * missed, weight * wrong, weight],
            Over::Sample => [weight * index.value(own), 0.0, 0.0, weight],
        };
        for (sum, added) in sums.iter_mut().zip(added) {
            *sum += added;
        }
    }
}

/// The value that these sums make.
fn result(index: &overlap::Index, sums: &[f64]) -> f32 {
    let mut all = overlap::Sums::default();
    for (all, sum) in all.iter_mut().zip(sums) {
        *all = *sum;
    }
    let value = match index.over {
        Over::Batch => index.value(all),
        Over::Sample => all[0] / all[3],
    };
    value as f32
}

macro_rules! metric {
    ($loss:ty, $name:literal) => {
        impl MetricFunction for $loss {
            fn name(&self) -> &str {
                $name
            }

            fn sums(&self, _width: usize) -> usize {
                4
            }

            fn weighs_rows(&self, shape: &Shape) -> bool {
                self.over == Over::Batch || shape.len() == shape.last()
            }

            fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
                add(&self.index(), call, sums);
            }

            fn result(&self, sums: &[f64]) -> f32 {
                result(&self.index(), sums)
            }
        }

        impl<D: Elements> Metric<Tensor<D>, Tensor<D>> for $loss {
            type Value = f32;

            fn function(&self) -> &dyn MetricFunction {
                self
            }
        }
    };
}

metric!(Dice, "dice");
metric!(Tversky, "tversky");
