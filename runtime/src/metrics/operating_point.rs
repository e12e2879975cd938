//! The best of one rate where another one is good enough, over evenly spaced thresholds.

use super::histogram::{self, Counts};
use super::{MetricCall, MetricFunction, missing, ratio};
use crate::losses::Misfit;
use crate::shape_rules::Shape;

fn recall(counts: Counts) -> f64 {
    let tp = counts.true_positives;
    ratio(tp, tp + counts.false_negatives)
}

fn precision(counts: Counts) -> f64 {
    let tp = counts.true_positives;
    ratio(tp, tp + counts.false_positives)
}

fn specificity(counts: Counts) -> f64 {
    let tn = counts.true_negatives;
    ratio(tn, tn + counts.false_positives)
}

macro_rules! operating_point {
    ($($(#[$documentation:meta])* $metric:ident $name:literal: $best:ident where $constrained:ident;)*) => {$(
        $(#[$documentation])*
        ///
        /// 0 if no threshold reaches that. Predictions are probabilities, labels 0 or 1. The sums are two histograms of
        /// `num_thresholds` buckets.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $metric {
            /// What is to be reached at least.
            pub $constrained: f32,
            /// Number of thresholds between 0 and 1, at least 2.
            pub num_thresholds: usize,
            /// Looks at one element of each row.
            pub class_id: Option<usize>,
        }

        impl $metric {
            /// With 200 thresholds, over all elements.
            pub const fn new($constrained: f32) -> $metric {
                $metric { $constrained, num_thresholds: 200, class_id: None }
            }
        }

        impl MetricFunction for $metric {
            fn name(&self) -> &str {
                $name
            }

            fn sums(&self, _width: usize) -> usize {
                histogram::sums(self.num_thresholds.max(2))
            }

            fn misfit(&self, shape: &Shape) -> Option<Misfit> {
                missing(self.class_id, shape)
            }

            fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
                histogram::add(call, self.class_id, f64::from, sums);
            }

            fn result(&self, sums: &[f64]) -> f32 {
                histogram::counts(sums)
                    .filter(|&counts| $constrained(counts) as f32 >= self.$constrained)
                    .map($best)
                    .fold(0.0, f64::max) as f32
            }
        }
    )*};
}

operating_point! {
    /// The largest recall `TP / (TP + FN)` at a threshold whose specificity `TN / (TN + FP)` is at least the given one.
    SensitivityAtSpecificity "sensitivity_at_specificity": recall where specificity;
    /// The largest specificity `TN / (TN + FP)` at a threshold whose recall `TP / (TP + FN)` is at least the given one.
    SpecificityAtSensitivity "specificity_at_sensitivity": specificity where recall;
    /// The largest precision `TP / (TP + FP)` at a threshold whose recall `TP / (TP + FN)` is at least the given one.
    PrecisionAtRecall "precision_at_recall": precision where recall;
    /// The largest recall `TP / (TP + FN)` at a threshold whose precision `TP / (TP + FP)` is at least the given one.
    RecallAtPrecision "recall_at_precision": recall where precision;
}
