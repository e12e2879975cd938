//! Penalties of single weights: the sums of their sizes and of their squares.

use formwork_shape_rules::Shape;

/// What a tensor's weights cost. The penalty is added to the loss as it is, whatever the size of the batch.
pub trait Regularizer: Sync {
    /// The penalty of the weights in `values`, which is returned, and its derivative by each weight, which is *added* to
    /// `gradient` if there is one. Both are as long as `shape`, unless [`is_elementwise`](Self::is_elementwise) says that
    /// they may be parts.
    fn penalize(&self, shape: Shape, values: &[f32], gradient: Option<&mut [f32]>) -> f64;

    /// Whether the penalty is a sum over elements, so that a tensor may be given in parts.
    fn is_elementwise(&self) -> bool {
        false
    }
}

/// `l1 · Σ |w|`; the derivative at 0 is taken as 0. Keras's default for the factor is 0.01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L1(pub f32);

/// `l2 · Σ w²`, with the derivative `2 · l2 · w`. Keras's default for the factor is 0.01.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L2(pub f32);

/// `l1 · Σ |w| + l2 · Σ w²`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct L1L2 {
    /// The factor of the sum of sizes.
    pub l1: f32,
    /// The factor of the sum of squares.
    pub l2: f32,
}

impl Regularizer for L1 {
    fn penalize(&self, shape: Shape, values: &[f32], gradient: Option<&mut [f32]>) -> f64 {
        L1L2 {
            l1: self.0,
            l2: 0.0,
        }
        .penalize(shape, values, gradient)
    }

    fn is_elementwise(&self) -> bool {
        true
    }
}

impl Regularizer for L2 {
    fn penalize(&self, shape: Shape, values: &[f32], gradient: Option<&mut [f32]>) -> f64 {
        L1L2 {
            l1: 0.0,
            l2: self.0,
        }
        .penalize(shape, values, gradient)
    }

    fn is_elementwise(&self) -> bool {
        true
    }
}

impl Regularizer for L1L2 {
    fn penalize(&self, _: Shape, values: &[f32], gradient: Option<&mut [f32]>) -> f64 {
        let L1L2 { l1, l2 } = *self;
        if let Some(gradient) = gradient {
            for (gradient, value) in gradient.iter_mut().zip(values) {
                *gradient += l1 * sign(*value) + 2.0 * l2 * value;
            }
        }
        let (mut sizes, mut squares) = (0.0, 0.0);
        for value in values {
            let value = f64::from(*value);
            sizes += value.abs();
            squares += value * value;
        }
        // A factor of 0 means that there is no such term, even for an infinite weight.
        let term = |factor: f32, sum: f64| {
            if factor == 0.0 {
                0.0
            } else {
                f64::from(factor) * sum
            }
        };
        term(l1, sizes) + term(l2, squares)
    }

    fn is_elementwise(&self) -> bool {
        true
    }
}

/// The derivative of `|w|`, 0 at 0.
pub(super) fn sign(value: f32) -> f32 {
    if value > 0.0 {
        1.0
    } else if value < 0.0 {
        -1.0
    } else {
        0.0
    }
}
