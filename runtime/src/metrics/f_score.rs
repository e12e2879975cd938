//! F-scores: the weighted harmonic mean of precision and recall.

use super::{ByClass, MetricCall, MetricFunction};

/// What Keras adds to divisors.
const EPSILON: f64 = 1e-7;

/// How the values of classes become one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Average {
    /// Their mean.
    #[default]
    Macro,
    /// Their mean by number of positive labels.
    Weighted,
    /// The score of all elements counted together.
    Micro,
}

/// `(1 + β²) P R / (β² P + R)` of precision P and recall R: recall counts β times as much as precision.
///
/// Without a threshold the largest prediction of a row is the positive one (all of them, if several are equal; none, if they are 0); with one all that
/// are above it. An output of one element wants a threshold, for its only prediction is always the largest.
///
/// `PerClass(FBetaScore::default())` gives the values of the single classes, which is what Keras does by default. As in Keras 1e-7 is added
/// to all divisors, and targets count by their value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FBetaScore {
    /// How the values of classes become one.
    pub average: Average,
    /// The weight of recall.
    pub beta: f32,
    /// Predictions above it are positive.
    pub threshold: Option<f32>,
}

impl Default for FBetaScore {
    /// The mean over classes of the F-score with β = 1, without a threshold.
    fn default() -> FBetaScore {
        FBetaScore {
            average: Average::Macro,
            beta: 1.0,
            threshold: None,
        }
    }
}

/// `2 P R / (P + R)`: the [`FBetaScore`] in which precision and recall count alike.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct F1Score {
    /// How the values of classes become one.
    pub average: Average,
    /// Predictions above it are positive; `None`: the largest of each row.
    pub threshold: Option<f32>,
}

/// For each class: true positives, positive predictions, positive labels.
const COUNTS: usize = 3;

impl FBetaScore {
    /// Adds to the counts of each class, or to those of all.
    fn count(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        let classes = sums.len() / COUNTS;
        for row in call.rows() {
            let largest = row.predictions.iter().copied().fold(f32::NAN, f32::max);
            for (column, p, t) in row.elements() {
                let positive = match self.threshold {
                    Some(threshold) => p > threshold,
                    None => p >= largest && p.abs() > 1e-9,
                };
                let counts = &mut sums[COUNTS * (column % classes)..][..COUNTS];
                let target = row.weight * f64::from(t);
                if positive {
                    counts[0] += target;
                    counts[1] += row.weight;
                }
                counts[2] += target;
            }
        }
    }

    fn score(&self, &[true_positives, predicted, labelled]: &[f64; COUNTS]) -> f64 {
        let square = f64::from(self.beta) * f64::from(self.beta);
        let precision = true_positives / (predicted + EPSILON);
        let recall = true_positives / (labelled + EPSILON);
        (1.0 + square) * precision * recall / (square * precision + recall + EPSILON)
    }
}

impl MetricFunction for FBetaScore {
    fn name(&self) -> &str {
        "fbeta_score"
    }

    fn sums(&self, width: usize) -> usize {
        match self.average {
            Average::Micro => COUNTS,
            Average::Macro | Average::Weighted => COUNTS * width,
        }
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        self.count(call, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        let classes = sums.as_chunks().0;
        let labelled: f64 = classes.iter().map(|counts| counts[2]).sum();
        let weight = |counts: &[f64; COUNTS]| match self.average {
            Average::Weighted => counts[2] / (labelled + EPSILON),
            Average::Macro | Average::Micro => 1.0 / classes.len() as f64,
        };
        let scores = classes
            .iter()
            .map(|counts| weight(counts) * self.score(counts));
        scores.sum::<f64>() as f32
    }
}

impl ByClass for FBetaScore {
    fn class_sums(&self, width: usize) -> usize {
        COUNTS * width
    }

    fn class_results(&self, sums: &[f64], values: &mut [f32]) {
        for (counts, value) in sums.as_chunks().0.iter().zip(values) {
            *value = self.score(counts) as f32;
        }
    }
}

impl F1Score {
    fn score(&self) -> FBetaScore {
        FBetaScore {
            average: self.average,
            beta: 1.0,
            threshold: self.threshold,
        }
    }
}

impl MetricFunction for F1Score {
    fn name(&self) -> &str {
        "f1_score"
    }

    fn sums(&self, width: usize) -> usize {
        self.score().sums(width)
    }

    fn update(&self, call: MetricCall<'_>, sums: &mut [f64]) {
        self.score().update(call, sums);
    }

    fn result(&self, sums: &[f64]) -> f32 {
        self.score().result(sums)
    }
}

impl ByClass for F1Score {
    fn class_sums(&self, width: usize) -> usize {
        self.score().class_sums(width)
    }

    fn class_results(&self, sums: &[f64], values: &mut [f32]) {
        self.score().class_results(sums, values);
    }
}
