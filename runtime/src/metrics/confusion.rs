//! Positives and negatives, true and false, and what is made of them: precision and recall.
//!
//! A prediction counts as positive if it is above the threshold, a label if it isn't 0. Elements are counted one by one: those of a row
//! with several are labels of their own, unless a class or the largest are chosen.

use super::{MetricCall, MetricFunction, Row, Thresholds, missing, ratio};
use crate::losses::Misfit;
use crate::shape_rules::Shape;

/// Which predictions are looked at, and when they count as positive.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Choice<T> {
    thresholds: T,
    class: Option<usize>,
    top_k: Option<usize>,
}

/// True positives, true negatives, false positives, false negatives at one threshold: the order of the sums.
const COUNTS: usize = 4;

impl<T: Thresholds> Choice<T> {
    fn sums(&self) -> usize {
        COUNTS * self.thresholds.as_slice().len()
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        for row in call.rows() {
            let least = self.top_k.map(|k| least_of_top(row.predictions, k));
            match self.class {
                Some(class) => self.count(&row, class, least, sums),
                None => {
                    for column in 0..call.width() {
                        self.count(&row, column, least, sums);
                    }
                }
            }
        }
    }

    fn count(&self, row: &Row<'_>, column: usize, least: Option<(f32, usize)>, sums: &mut [f64]) {
        let p = row.predictions[column];
        let chosen = match least {
            Some((value, last)) => p > value || p == value && column <= last,
            None => true,
        };
        let label = row.target(column) != 0.0;
        let thresholds = self.thresholds.as_slice();
        for (&threshold, counts) in thresholds.iter().zip(sums.chunks_exact_mut(COUNTS)) {
            let which = match (chosen && p > threshold, label) {
                (true, true) => 0,
                (false, false) => 1,
                (true, false) => 2,
                (false, true) => 3,
            };
            counts[which] += row.weight;
        }
    }

    fn results(&self, sums: &[f64], values: &mut [f32], value: impl Fn([f64; COUNTS]) -> f64) {
        for (counts, result) in sums.as_chunks().0.iter().zip(values) {
            *result = value(*counts) as f32;
        }
    }
}

/// The `k`-th largest value, with its position: of equal values the first are the larger ones.
fn least_of_top(values: &[f32], k: usize) -> (f32, usize) {
    let mut least = (f32::INFINITY, 0);
    for place in 0..k.min(values.len()) {
        let mut next = None;
        for (index, &value) in values.iter().enumerate() {
            let left = place == 0 || value < least.0 || value == least.0 && index > least.1;
            if left && next.is_none_or(|(largest, _)| value > largest) {
                next = Some((value, index));
            }
        }
        least = next.unwrap_or(least);
    }
    least
}

macro_rules! confusion {
    ($($(#[$documentation:meta])* $metric:ident $name:literal, |$tp:pat_param, $tn:pat_param, $fp:pat_param, $fn:pat_param| $value:expr;)*) => {$(
        $(#[$documentation])*
        ///
        /// By default at the threshold 0.5; [`at`](Self::at) takes another one, or several, which then give an array of values.
        /// Class indices count as one-hot vectors.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $metric<T = f32>(Choice<T>);

        impl Default for $metric {
            fn default() -> $metric {
                $metric::at(0.5)
            }
        }

        impl<T> $metric<T> {
            /// At a threshold, `0.3`, or several, `[0.2, 0.5, 0.8]`.
            pub const fn at(thresholds: T) -> $metric<T> {
                $metric(Choice { thresholds, class: None, top_k: None })
            }

            /// Looks at one element of each row: Keras's `class_id`.
            #[must_use]
            pub fn class(mut self, class: usize) -> $metric<T> {
                self.0.class = Some(class);
                self
            }
        }

        impl<T: Thresholds> MetricFunction for $metric<T> {
            fn name(&self) -> &str {
                $name
            }

            fn sums(&self, _width: usize) -> usize {
                self.0.sums()
            }

            fn values(&self, _width: usize) -> usize {
                self.0.thresholds.as_slice().len()
            }

            fn misfit(&self, shape: &Shape) -> Option<Misfit> {
                missing(self.0.class, shape)
            }

            fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
                self.0.update(call, sums);
            }

            fn results(&self, sums: &[f64], values: &mut [f32]) {
                self.0.results(sums, values, |[$tp, $tn, $fp, $fn]| $value);
            }
        }
    )*};
}

confusion! {
    /// Number of positive predictions whose label is positive.
    TruePositives "true_positives", |tp, _, _, _| tp;
    /// Number of negative predictions whose label is negative.
    TrueNegatives "true_negatives", |_, tn, _, _| tn;
    /// Number of positive predictions whose label is negative.
    FalsePositives "false_positives", |_, _, fp, _| fp;
    /// Number of negative predictions whose label is positive.
    FalseNegatives "false_negatives", |_, _, _, fn_| fn_;
    /// `TP / (TP + FP)`: which share of the positive predictions is right. 0 if there are none.
    Precision "precision", |tp, _, fp, _| ratio(tp, tp + fp);
    /// `TP / (TP + FN)`: which share of the positive labels is found. 0 if there are none.
    Recall "recall", |tp, _, _, fn_| ratio(tp, tp + fn_);
}

macro_rules! top_k {
    ($($metric:ident),*) => {$(
        impl $metric {
            /// Counts the `k` largest predictions of each row as positive and no others, whatever their values are. Of equal ones
            /// the first count.
            pub const fn top_k(k: usize) -> $metric {
                $metric::at(f32::NEG_INFINITY).only_top_k(k)
            }
        }

        impl<T> $metric<T> {
            /// Counts a prediction as positive only if it is also among the `k` largest of its row.
            #[must_use]
            pub const fn only_top_k(self, k: usize) -> $metric<T>
            where
                T: Copy,
            {
                $metric(Choice { thresholds: self.0.thresholds, class: self.0.class, top_k: Some(k) })
            }
        }
    )*};
}

top_k!(Precision, Recall);
