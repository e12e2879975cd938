//! Losses of overlap: Tversky and Dice.

use super::{EPSILON, Labels, LossCall, LossFunction, Totals};
use crate::shape_rules::Shape;

/// What one value of a loss of overlap is computed from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Over {
    /// The whole batch, as in Keras: one value for it. Every sample's gradient depends on all others, so a training step goes through
    /// the batch twice, forward and backward, which takes twice the time.
    #[default]
    Batch,
    /// Each sample: Keras's `axis` with all axes but the first. A step takes no longer than with other losses.
    Sample,
}

/// `1 − (TP + ε) / (TP + α FN + β FP + ε)`, where `TP = Σ t p`, `FN = Σ t (1 − p)` and `FP = Σ (1 − t) p`, for masks and other targets
/// between 0 and 1 of the output's shape. ε = 10⁻⁷.
///
/// α weighs what is missed, and β what is found wrongly. So Keras computes it, though its documentation, like the
/// [paper](https://arxiv.org/abs/1706.05721), says the opposite: exchange the two to follow those.
///
/// Its gradient is `((TP + ε) (t − α t + β (1 − t)) − t D) / D²`, where D is the divisor.
///
/// Sample weights multiply the value; they don't change the sums. Rows can't have weights of their own.
///
/// As a metric over the batch it is computed from the sums over all samples of an epoch or an evaluation, in which weights count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tversky {
    /// The weight of false negatives.
    pub alpha: f32,
    /// The weight of false positives.
    pub beta: f32,
    /// What a value is computed from.
    pub over: Over,
}

impl Default for Tversky {
    /// α = β = 0.5, over the batch.
    fn default() -> Tversky {
        Tversky {
            alpha: 0.5,
            beta: 0.5,
            over: Over::Batch,
        }
    }
}

/// `1 − (2 Σ t p + ε) / (Σ t + Σ p + ε)`, for masks and other targets between 0 and 1 of the output's shape. ε = 10⁻⁷.
///
/// As `Σ t + Σ p = 2 TP + FP + FN`, this is [`Tversky`] with α = β = 0.5 and half the ε: weights and metrics are as there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dice {
    /// What a value is computed from.
    pub over: Over,
}

/// TP, FN, FP and the sum of weights.
pub(crate) type Sums = [f64; 4];

/// The Tversky index of some sums.
pub(crate) struct Index {
    alpha: f64,
    beta: f64,
    epsilon: f64,
    pub over: Over,
}

/// Each sample's predictions, and what it adds to the sums.
pub(crate) fn samples<'a>(
    call: &LossCall<'a>,
) -> impl Iterator<Item = (usize, &'a [f32], Sums)> + use<'a> {
    let (len, width) = (call.shape.len(), call.width());
    let (labels, weights) = (call.labels, call.weights);
    let predictions = call.predictions.chunks_exact(len);
    predictions.enumerate().map(move |(sample, predictions)| {
        let first = sample * len;
        let mut sums = [0.0; 4];
        for (index, &p) in predictions.iter().enumerate() {
            let (p, t) = (
                f64::from(p),
                f64::from(target(labels, first + index, width)),
            );
            sums[0] += t * p;
            sums[1] += t * (1.0 - p);
            sums[2] += (1.0 - t) * p;
        }
        sums[3] = weights.map_or(1.0, |weights| f64::from(weights[first / width]));
        (first, predictions, sums)
    })
}

fn target(labels: Labels<'_>, index: usize, width: usize) -> f32 {
    match labels {
        Labels::Values(values) => values[index],
        Labels::Classes(classes) if width == 1 => classes[index] as f32,
        Labels::Classes(classes) if classes[index / width] as usize == index % width => 1.0,
        Labels::Classes(_) => 0.0,
    }
}

fn add(call: &LossCall<'_>, totals: &mut [f64]) {
    for (_, _, sums) in samples(call) {
        for (total, sum) in totals.iter_mut().zip(sums) {
            *total += sum;
        }
    }
}

impl Index {
    /// The common part of dividend and divisor, and the divisor.
    fn fraction(&self, [positives, missed, wrong, _]: Sums) -> (f64, f64) {
        let shared = positives + self.epsilon;
        (shared, shared + self.alpha * missed + self.beta * wrong)
    }

    /// One minus the index.
    pub fn value(&self, sums: Sums) -> f64 {
        let (shared, divisor) = self.fraction(sums);
        1.0 - shared / divisor
    }

    fn totals(&self) -> Totals {
        match self.over {
            Over::Batch => Totals::OfPredictions(4),
            Over::Sample => Totals::None,
        }
    }

    fn evaluate(&self, mut call: LossCall<'_>) -> f64 {
        let (width, labels) = (call.width(), call.labels);
        let mut gradient = call.gradient.take();
        let mut whole = [0.0; 4];
        match call.totals.try_into() {
            Ok(totals) => whole = totals,
            Err(_) => add(&call, &mut whole),
        }
        let mut value = 0.0;
        for (first, predictions, own) in samples(&call) {
            // The batch's value counts as often as it has samples, each with its weight.
            let (sums, weight) = match self.over {
                Over::Batch => (whole, whole[3]),
                Over::Sample => (own, own[3]),
            };
            let (shared, divisor) = self.fraction(sums);
            value += own[3] * (1.0 - shared / divisor);
            if let Some(gradient) = &mut gradient {
                let scale = f64::from(gradient.scale) * weight / (divisor * divisor);
                for index in first..first + predictions.len() {
                    let t = f64::from(target(labels, index, width));
                    let rise = t - self.alpha * t + self.beta * (1.0 - t);
                    gradient.cotangent[index] = (scale * (shared * rise - t * divisor)) as f32;
                }
            }
        }
        value
    }
}

impl Tversky {
    pub(crate) fn index(&self) -> Index {
        Index {
            alpha: self.alpha.into(),
            beta: self.beta.into(),
            epsilon: EPSILON.into(),
            over: self.over,
        }
    }
}

impl Dice {
    pub(crate) fn index(&self) -> Index {
        Index {
            alpha: 0.5,
            beta: 0.5,
            epsilon: 0.5 * f64::from(EPSILON),
            over: self.over,
        }
    }
}

macro_rules! of_index {
    ($($loss:ty),*) => {$(
        impl LossFunction for $loss {
            fn values(&self, _shape: &Shape) -> usize {
                1
            }

            fn weighs_rows(&self, shape: &Shape) -> bool {
                shape.len() == shape.last()
            }

            fn totals(&self) -> Totals {
                self.index().totals()
            }

            fn add_totals(&self, call: LossCall<'_>, totals: &mut [f64]) {
                add(&call, totals);
            }

            fn evaluate(&self, call: LossCall<'_>) -> f64 {
                self.index().evaluate(call)
            }
        }
    )*};
}

of_index!(Tversky, Dice);
