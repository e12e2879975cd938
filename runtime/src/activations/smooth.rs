//! Activations made of exponentials and roots.

use super::Elementwise;
use crate::kernels::math::{
    exp, expm1, normal_density, normal_distribution, sigmoid, softplus, sqrt, tanh,
};

/// `x` if positive, else `α (eˣ − 1)`, for any α.
pub(super) struct Elu {
    pub alpha: f32,
}

impl Elementwise for Elu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let curve = self.alpha * expm1(x);
        if x > 0.0 { x } else { curve }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let curve = self.alpha * exp(x);
        if x > 0.0 { 1.0 } else { curve }
    }
}

/// `scale · x` if positive, else `scale · α (e^(x/width) − 1)`, for positive parameters: `elu` (`width` 1), `selu`
/// (with a scale), `celu` (`width` = α).
pub(super) struct EluFromOutput {
    pub scale: f32,
    pub alpha: f32,
    pub width: f32,
}

impl Elementwise for EluFromOutput {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let curve = self.alpha * expm1(x / self.width);
        self.scale * if x > 0.0 { x } else { curve }
    }

    /// From the output, which has the input's sign: below 0 the exponential is `y / (scale · α) + 1`.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        let curve = (y + self.scale * self.alpha) / self.width;
        if y > 0.0 { self.scale } else { curve }
    }
}

/// `max(x, 0) + min(0, α (e^(x/α) − 1))`, for any α but 0.
pub(super) struct Celu {
    pub alpha: f32,
}

impl Elementwise for Celu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let curve = self.alpha * expm1(x / self.alpha);
        if x > 0.0 { x } else { curve }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let curve = exp(x / self.alpha);
        if x > 0.0 { 1.0 } else { curve }
    }
}

/// `eˣ`.
pub(super) struct Exponential;

impl Elementwise for Exponential {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        exp(x)
    }

    /// From the output: itself.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        y
    }
}

/// A factor that goes to 0 or 1, times x: 0 rather than NaN where x is infinite and the factor 0.
#[inline(always)]
fn gate(x: f32, factor: f32) -> f32 {
    if factor == 0.0 { 0.0 } else { x * factor }
}

/// `x Φ(x)` with the normal distribution Φ.
pub(super) struct Gelu;

impl Elementwise for Gelu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        gate(x, normal_distribution(x))
    }

    /// From the input: `Φ(x) + x φ(x)`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        normal_distribution(x) + gate(x, normal_density(x))
    }
}

/// `x · sigmoid(2u)` with `u = √(2/π) (x + 0.044715 x³)`, which equals `x/2 (1 + tanh u)`.
pub(super) struct GeluTanh;

impl GeluTanh {
    const SLOPE: f32 = 1.595_769;
    const CUBE: f32 = 0.044_715;

    /// `sigmoid(2u)`, and the derivative of `2u`.
    #[inline(always)]
    fn factor(x: f32) -> (f32, f32) {
        let bounded = if x > 1e3 { 1e3 } else { x };
        let bounded = if bounded < -1e3 { -1e3 } else { bounded };
        let square = bounded * bounded;
        let factor = sigmoid(Self::SLOPE * (bounded + Self::CUBE * square * bounded));
        (factor, Self::SLOPE * (1.0 + 3.0 * Self::CUBE * square))
    }
}

impl Elementwise for GeluTanh {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        gate(x, Self::factor(x).0)
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let (factor, slope) = Self::factor(x);
        factor + gate(x, slope * (factor * (1.0 - factor)))
    }
}

/// `ln sigmoid(x) = −softplus(−x)`.
pub(super) struct LogSigmoid;

impl Elementwise for LogSigmoid {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        -softplus(-x)
    }

    /// From the output: `1 − eʸ`.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        -expm1(y)
    }
}

/// `x tanh(softplus(x))`.
pub(super) struct Mish;

impl Elementwise for Mish {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        gate(x, tanh(softplus(x)))
    }

    /// From the input: `t + x sigmoid(x) (1 − t²)` with `t = tanh(softplus(x))`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let t = tanh(softplus(x));
        t + gate(x, sigmoid(x) * (1.0 - t * t))
    }
}

/// `1 / (1 + e⁻ˣ)`.
pub(super) struct Sigmoid;

impl Elementwise for Sigmoid {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        sigmoid(x)
    }

    /// From the output: `y (1 − y)`.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        y * (1.0 - y)
    }
}

/// `x sigmoid(x)`.
pub(super) struct Silu;

impl Elementwise for Silu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        gate(x, sigmoid(x))
    }

    /// From the input: `s + x s (1 − s)`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let s = sigmoid(x);
        s + gate(x, s * (1.0 - s))
    }
}

/// `ln(1 + eˣ)`.
pub(super) struct Softplus;

impl Elementwise for Softplus {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        softplus(x)
    }

    /// From the output: `1 − e⁻ʸ`.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        -expm1(-y)
    }
}

/// `x / (1 + |x|)`.
pub(super) struct Softsign;

impl Elementwise for Softsign {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let size = x.abs();
        let quotient = x / (1.0 + size);
        if size == f32::INFINITY {
            1f32.copysign(x)
        } else {
            quotient
        }
    }

    /// From the input: `1 / (1 + |x|)²`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let root = 1.0 / (1.0 + x.abs());
        root * root
    }
}

/// `(x + √(x² + b)) / 2`.
pub(super) struct Squareplus {
    pub b: f32,
}

impl Elementwise for Squareplus {
    /// Below 0, where the sum would cancel, as `b / (2 (√(x² + b) − x))`.
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let root = sqrt(x * x + self.b);
        let low = if root > x {
            0.5 * self.b / (root - x)
        } else {
            0.0
        };
        if x < 0.0 { low } else { 0.5 * (x + root) }
    }

    /// From the input: `y / √(x² + b)`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let root = sqrt(x * x + self.b);
        let quotient = self.value(x) / root;
        let high = if root == f32::INFINITY && x > 0.0 {
            1.0
        } else {
            quotient
        };
        if root == 0.0 { 0.5 } else { high }
    }
}

/// `tanh x`.
pub(super) struct Tanh;

impl Elementwise for Tanh {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        tanh(x)
    }

    /// From the output: `1 − y²`, factored so that nothing cancels near ±1.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        (1.0 - y) * (1.0 + y)
    }
}

/// `x − tanh x`.
pub(super) struct TanhShrink;

impl Elementwise for TanhShrink {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        x - tanh(x)
    }

    /// From the input: `tanh² x`.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let t = tanh(x);
        t * t
    }
}
