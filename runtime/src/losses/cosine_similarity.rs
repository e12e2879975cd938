//! Cosine similarity.

use super::{Labels, LossCall, LossFunction, Misfit};
use crate::shape_rules::Shape;

/// `−Σ t̂ p̂` along an axis, where v̂ = v / √max(Σv², 10⁻¹⁴): −1 if prediction and target point the same way, 1 if they point
/// opposite ways. Keras's `cosine_proximity`. Its gradient is `−(t̂ − p̂ Σ t̂ p̂) / |p|`.
///
/// Targets have the output's shape. Where the axis isn't the last one, a sample has a value for each place on the other axes, and
/// all have the sample's weight: rows can't have weights of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CosineSimilarity {
    /// The axis, as Keras counts: 1 is the first one of an output, −1 the last one. One that the output doesn't have is an error when
    /// training begins.
    pub axis: isize,
}

impl Default for CosineSimilarity {
    /// The last axis.
    fn default() -> CosineSimilarity {
        CosineSimilarity { axis: -1 }
    }
}

/// The least Σv² that is divided by.
const LEAST_SQUARE: f64 = 1e-14;

impl CosineSimilarity {
    /// Elements along the axis, and the distance between them; `None` if there is no such axis.
    fn along(&self, shape: &Shape) -> Option<(usize, usize)> {
        let (dims, axis) = (shape.dims(), self.axis);
        let place = if axis < 0 {
            dims.len().checked_add_signed(axis)?
        } else {
            usize::try_from(axis).ok()?.checked_sub(1)?
        };
        let after = dims.get(place + 1..)?;
        Some((*dims.get(place)?, after.iter().product()))
    }
}

impl LossFunction for CosineSimilarity {
    fn values(&self, shape: &Shape) -> usize {
        self.along(shape).map_or(0, |(len, _)| shape.len() / len)
    }

    fn weighs_rows(&self, shape: &Shape) -> bool {
        shape.len() == shape.last() || self.along(shape).is_some_and(|(_, stride)| stride == 1)
    }

    fn misfit(&self, shape: &Shape) -> Option<Misfit> {
        let (axis, axes) = (self.axis, shape.dims().len());
        match self.along(shape) {
            Some(_) => None,
            None => Some(Misfit::Axis { axis, axes }),
        }
    }

    fn evaluate(&self, call: LossCall<'_>) -> f64 {
        let Some((len, stride)) = self.along(&call.shape) else {
            return 0.0;
        };
        let (sample, rows) = (call.shape.len(), call.shape.len() / call.width());
        let LossCall {
            predictions,
            labels,
            weights,
            mut gradient,
            ..
        } = call;
        let label = |index: usize| match labels {
            Labels::Values(values) => values[index],
            Labels::Classes(classes) => {
                let class = classes[index / call.shape.last()] as usize;
                if class == index % call.shape.last() {
                    1.0
                } else {
                    0.0
                }
            }
        };
        let mut sum = 0.0;
        for value in 0..predictions.len() / len {
            let first = value / stride * stride * len + value % stride;
            let places = || (0..len).map(|step| first + step * stride);
            let row = first / sample * rows + if stride == 1 { first % sample / len } else { 0 };
            let weight = weights.map_or(1.0, |weights| f64::from(weights[row]));
            let (mut pp, mut tt, mut pt) = (0.0f64, 0.0f64, 0.0f64);
            for place in places() {
                let (p, t) = (f64::from(predictions[place]), f64::from(label(place)));
                pp += p * p;
                tt += t * t;
                pt += p * t;
            }
            let norm = |square: f64| libm::sqrt(square.max(LEAST_SQUARE));
            let (p_norm, t_norm) = (norm(pp), norm(tt));
            let cosine = pt / (p_norm * t_norm);
            sum -= weight * cosine;
            if let Some(gradient) = &mut gradient {
                let scale = weight * f64::from(gradient.scale) / p_norm;
                let back = if pp > LEAST_SQUARE {
                    cosine / p_norm
                } else {
                    0.0
                };
                for place in places() {
                    let (p, t) = (f64::from(predictions[place]), f64::from(label(place)));
                    gradient.cotangent[place] = (scale * (p * back - t / t_norm)) as f32;
                }
            }
        }
        sum
    }
}
