//! Areas under curves of a binary classification.

use super::histogram::{self, Counts};
use super::{MetricCall, MetricFunction, ratio};
use crate::kernels::math;

/// The area under the curve that thresholds between 0 and 1 draw, approximated by evenly spaced ones as Keras does.
///
/// - [`Curve::Roc`]: recall `TP / (TP + FN)` over the share of false alarms `FP / (FP + TN)`.
/// - [`Curve::Pr`]: precision `TP / (TP + FP)` over recall. Between thresholds [`Summation::Interpolation`] is that of Davis and Goadrich, in
///   which true and false positives grow evenly, not precision.
///
/// Predictions are probabilities; what lies outside `0.0..=1.0` counts as the nearest one inside. The sums are two histograms of
/// `num_thresholds` buckets, so the value doesn't depend on how samples are put into batches, and an update costs a constant time for each
/// prediction.
///
/// The distance to the exact area falls with the thresholds; predictions that crowd near 0 or 1 want more of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Auc {
    /// The curve.
    pub curve: Curve,
    /// Number of thresholds, at least 2.
    pub num_thresholds: usize,
    /// What is done between two thresholds.
    pub summation: Summation,
    /// Predictions are logits: their sigmoid is taken.
    pub from_logits: bool,
    /// Each element of a row is a label of its own: the result is the mean of the elements' areas. Otherwise all elements are counted
    /// together.
    pub multi_label: bool,
}

/// A curve of a binary classification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Curve {
    /// Receiver operating characteristic.
    #[default]
    Roc,
    /// Precision over recall.
    Pr,
}

/// How the area between two thresholds is measured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Summation {
    /// The mean of both heights; for [`Curve::Pr`] along the true curve.
    #[default]
    Interpolation,
    /// The lower height.
    Minoring,
    /// The greater height.
    Majoring,
}

impl Default for Auc {
    /// The area under the receiver operating characteristic at 200 thresholds.
    fn default() -> Auc {
        Auc {
            curve: Curve::Roc,
            num_thresholds: 200,
            summation: Summation::Interpolation,
            from_logits: false,
            multi_label: false,
        }
    }
}

impl Auc {
    /// The thresholds that there are at least.
    fn thresholds(&self) -> usize {
        self.num_thresholds.max(2)
    }

    fn area(&self, sums: &[f64]) -> f64 {
        let thresholds = histogram::counts(sums);
        let next = histogram::counts(sums).skip(1);
        let steps = thresholds.zip(next);
        steps.map(|(high, low)| self.step(low, high)).sum()
    }

    /// The area between a threshold and the next higher one.
    fn step(&self, low: Counts, high: Counts) -> f64 {
        if self.curve == Curve::Pr && self.summation == Summation::Interpolation {
            return interpolated(low, high);
        }
        let ((x0, y0), (x1, y1)) = (self.point(low), self.point(high));
        let height = match self.summation {
            Summation::Interpolation => (y0 + y1) / 2.0,
            Summation::Minoring => y0.min(y1),
            Summation::Majoring => y0.max(y1),
        };
        (x0 - x1) * height
    }

    fn point(&self, counts: Counts) -> (f64, f64) {
        let Counts {
            true_positives: tp,
            false_positives: fp,
            true_negatives: tn,
            false_negatives: fn_,
        } = counts;
        let recall = ratio(tp, tp + fn_);
        match self.curve {
            Curve::Roc => (ratio(fp, fp + tn), recall),
            Curve::Pr => (recall, ratio(tp, tp + fp)),
        }
    }
}

/// `∫ TP / P dTP / (TP + FN)` between two thresholds, with `P` = TP + FP and TP a line over P.
fn interpolated(low: Counts, high: Counts) -> f64 {
    let positives = |counts: Counts| counts.true_positives + counts.false_positives;
    let (p_low, p_high) = (positives(low), positives(high));
    let gained = low.true_positives - high.true_positives;
    let slope = ratio(gained, (p_low - p_high).max(0.0));
    let intercept = high.true_positives - slope * p_high;
    let growth = if p_low > 0.0 && p_high > 0.0 {
        libm::log(p_low / p_high)
    } else {
        0.0
    };
    ratio(
        slope * (gained + intercept * growth),
        high.true_positives + high.false_negatives,
    )
}

impl MetricFunction for Auc {
    fn name(&self) -> &str {
        "auc"
    }

    fn sums(&self, width: usize) -> usize {
        let curves = if self.multi_label { width } else { 1 };
        curves * histogram::sums(self.thresholds())
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let logits = self.from_logits;
        let prepare = |p: f32| f64::from(if logits { math::sigmoid(p) } else { p });
        if !self.multi_label {
            return histogram::add(call, None, prepare, sums);
        }
        let curves = sums.chunks_exact_mut(histogram::sums(self.thresholds()));
        for (column, sums) in curves.enumerate() {
            histogram::add(call, Some(column), prepare, sums);
        }
    }

    fn result(&self, sums: &[f64]) -> f32 {
        let curves = sums.chunks_exact(histogram::sums(self.thresholds()));
        let count = curves.len() as f64;
        (curves.map(|sums| self.area(sums)).sum::<f64>() / count) as f32
    }
}
