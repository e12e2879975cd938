//! Counts of positive and negative labels by evenly spaced thresholds of their predictions.
//!
//! Keras compares each prediction with `n` thresholds: `0`, `1 / (n − 1)`, …, 1, the first a little lower and the last a little higher. Here,
//! as there if thresholds are evenly spaced, a prediction is counted once, in the bucket of the highest threshold below it, and
//! the counts above a threshold are sums over the buckets from it on. So an update costs no more the more thresholds there are.

use super::MetricCall;

/// What is above one threshold and what isn't.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub true_positives: f64,
    pub false_positives: f64,
    pub true_negatives: f64,
    pub false_negatives: f64,
}

/// Number of sums for `thresholds` thresholds.
pub(super) const fn sums(thresholds: usize) -> usize {
    2 * thresholds
}

/// Counts the elements of a column, or of all columns. A prediction outside `0.0..=1.0` counts as the nearest one inside, NaN as 0. A target
/// between 0 and 1 counts in both ways, by its share.
pub(super) fn add(
    call: MetricCall<'_>,
    column: Option<usize>,
    prepare: impl Fn(f32) -> f64,
    sums: &mut [f64],
) {
    let (positive, negative) = sums.split_at_mut(sums.len() / 2);
    let steps = (positive.len() - 1) as f64;
    let last = positive.len() - 1;
    for row in call.rows() {
        let columns = match column {
            Some(column) => column..column + 1,
            None => 0..call.width(),
        };
        for column in columns {
            let scaled = prepare(row.predictions[column]) * steps;
            // The conversion saturates: what is negative or NaN becomes 0.
            let bucket = ((libm::ceil(scaled) - 1.0) as usize).min(last - 1);
            let target = f64::from(row.target(column));
            positive[bucket] += row.weight * target;
            negative[bucket] += row.weight * (1.0 - target);
        }
    }
}

/// The counts at each threshold, the highest first.
pub(super) fn counts(sums: &[f64]) -> impl Iterator<Item = Counts> + '_ {
    let (positive, negative) = sums.split_at(sums.len() / 2);
    let positives: f64 = positive.iter().sum();
    let negatives: f64 = negative.iter().sum();
    let (mut true_positives, mut false_positives) = (0.0, 0.0);
    positive.iter().zip(negative).rev().map(move |(p, n)| {
        true_positives += p;
        false_positives += n;
        Counts {
            true_positives,
            false_positives,
            true_negatives: negatives - false_positives,
            false_negatives: positives - true_positives,
        }
    })
}
