//! What weights must keep to: bounds of their norms, and no negative weights.

use super::Axes;
use formwork_shape_rules::Shape;

/// What a tensor's weights must keep to. It runs after each update of the optimizer.
pub trait Constraint: Sync {
    /// Changes the weights of a tensor so that they keep to it.
    fn project(&self, shape: Shape, values: &mut [f32]);
}

/// Added to norms before dividing by them, as Keras does.
const EPSILON: f32 = 1e-7;

/// Norms of at most `max_value`: `w · min(n, max_value) / (n + 1e-7)`. Keras's default is 2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MaxNorm {
    /// The largest norm.
    pub max_value: f32,
    /// The axes that norms run over.
    pub axes: Axes,
}

/// Norms of 1: `w / (n + 1e-7)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitNorm {
    /// The axes that norms run over.
    pub axes: Axes,
}

/// Norms between two bounds: `w · (rate · clip(n, min_value, max_value) + (1 − rate) · n) / (n + 1e-7)`. Keras's defaults:
/// 0, 1 and a rate of 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MinMaxNorm {
    /// The smallest norm.
    pub min_value: f32,
    /// The largest norm.
    pub max_value: f32,
    /// How far a norm goes towards its bound at each update: all the way for 1.
    pub rate: f32,
    /// The axes that norms run over.
    pub axes: Axes,
}

/// No negative weights: `max(w, 0)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NonNeg;

impl Constraint for MaxNorm {
    fn project(&self, shape: Shape, values: &mut [f32]) {
        let factor = |norm: f32| norm.min(self.max_value) / (norm + EPSILON);
        self.axes.scale_by_norm(shape, values, factor);
    }
}

impl Constraint for UnitNorm {
    fn project(&self, shape: Shape, values: &mut [f32]) {
        let factor = |norm: f32| 1.0 / (norm + EPSILON);
        self.axes.scale_by_norm(shape, values, factor);
    }
}

impl Constraint for MinMaxNorm {
    fn project(&self, shape: Shape, values: &mut [f32]) {
        let factor = |norm: f32| {
            let bounded = norm.max(self.min_value).min(self.max_value);
            (self.rate * bounded + (1.0 - self.rate) * norm) / (norm + EPSILON)
        };
        self.axes.scale_by_norm(shape, values, factor);
    }
}

impl Constraint for NonNeg {
    fn project(&self, _: Shape, values: &mut [f32]) {
        for value in values {
            *value = value.max(0.0);
        }
    }
}
