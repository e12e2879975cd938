//! Accuracies that let the label be among the `k` largest predictions.

use super::accuracy::count_rows;
use super::{MetricCall, MetricFunction, Row};

macro_rules! top_k {
    ($(#[$documentation:meta])* $metric:ident $name:literal) => {
        $(#[$documentation])*
        ///
        /// A prediction that equals the k-th largest counts, even if there are more than k of them. A label whose prediction is NaN is
        /// below all others.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $metric {
            /// How many of the largest predictions count.
            pub k: usize,
        }

        impl Default for $metric {
            /// The five largest.
            fn default() -> $metric {
                $metric { k: 5 }
            }
        }

        impl MetricFunction for $metric {
            fn name(&self) -> &str {
                $name
            }

            fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
                count_rows(call, sums, |row| is_among(row, self.k));
            }
        }
    };
}

top_k!(
    /// The share of rows in which fewer than `k` predictions are larger than the one where the largest target is.
    TopKCategoricalAccuracy "top_k_categorical_accuracy"
);
top_k!(
    /// The share of rows in which fewer than `k` predictions are larger than the one at the class index.
    SparseTopKCategoricalAccuracy "sparse_top_k_categorical_accuracy"
);

/// Whether the label's prediction is among the `k` largest.
fn is_among(row: &Row<'_>, k: usize) -> bool {
    let Some(&own) = row.predictions.get(row.class()) else {
        return false;
    };
    let own = if own.is_nan() { f32::NEG_INFINITY } else { own };
    row.predictions.iter().filter(|&&p| p > own).count() < k
}
