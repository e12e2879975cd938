//! Losses that have a value for each row.

use super::{Labels, LossCall};

/// What a loss sees of one row.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub prediction: &'a [f32],
    pub label: RowLabel<'a>,
}

/// The label of one row.
#[derive(Clone, Copy)]
pub(super) enum RowLabel<'a> {
    Values(&'a [f32]),
    Class(u32),
}

impl Row<'_> {
    /// Calls `element` with index, prediction and target of each element. A class stands for its one-hot vector; in a
    /// row of one element, for its number.
    #[inline(always)]
    pub fn each(self, mut element: impl FnMut(usize, f32, f32)) {
        match (self.label, self.prediction) {
            (RowLabel::Values(values), prediction) => {
                for (index, (&p, &t)) in prediction.iter().zip(values).enumerate() {
                    element(index, p, t);
                }
            }
            (RowLabel::Class(class), &[p]) => element(0, p, class as f32),
            (RowLabel::Class(class), prediction) => {
                for (index, &p) in prediction.iter().enumerate() {
                    element(index, p, if class as usize == index { 1.0 } else { 0.0 });
                }
            }
        }
    }
}

/// The gradient that is asked for in one row.
pub(super) struct RowGradient<'a> {
    pub cotangent: &'a mut [f32],
    /// The factor of the row's gradient, its weight included.
    pub scale: f32,
    pub fused: bool,
}

/// Calls `row` on each row and adds up its values times their weights.
#[inline(always)]
pub(super) fn sum_rows(
    call: LossCall<'_>,
    mut row: impl FnMut(Row<'_>, Option<RowGradient<'_>>) -> f64,
) -> f64 {
    let width = call.width();
    let LossCall {
        predictions,
        labels,
        weights,
        gradient,
        ..
    } = call;
    let (mut cotangents, scale, fused) = match gradient {
        Some(gradient) => (
            Some(gradient.cotangent.chunks_exact_mut(width)),
            gradient.scale,
            gradient.fused,
        ),
        None => (None, 0.0, false),
    };
    let mut sum = 0.0;
    for (index, prediction) in predictions.chunks_exact(width).enumerate() {
        let label = match labels {
            Labels::Values(values) => RowLabel::Values(&values[index * width..][..width]),
            Labels::Classes(classes) => RowLabel::Class(classes[index]),
        };
        let weight = weights.map_or(1.0, |weights| weights[index]);
        let cotangent = cotangents.as_mut().and_then(Iterator::next);
        let gradient = cotangent.map(|cotangent| RowGradient {
            cotangent,
            scale: scale * weight,
            fused,
        });
        sum += f64::from(weight) * row(Row { prediction, label }, gradient);
    }
    sum
}
