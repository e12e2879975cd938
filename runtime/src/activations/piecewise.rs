//! Activations made of straight (and one square) pieces.

use super::Elementwise;

/// `max(x, 0)`.
pub(super) struct Relu;

impl Elementwise for Relu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        // Not `max`, so that NaN isn't hidden.
        if x < 0.0 { 0.0 } else { x }
    }

    /// From the output.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        if y > 0.0 { 1.0 } else { 0.0 }
    }
}

/// `x` if positive, else `negative_slope · x`, for a positive slope.
pub(super) struct LeakyRelu {
    pub negative_slope: f32,
}

impl Elementwise for LeakyRelu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        if x < 0.0 { self.negative_slope * x } else { x }
    }

    /// From the output, which has the input's sign.
    #[inline(always)]
    fn derivative(&self, y: f32) -> f32 {
        if y > 0.0 { 1.0 } else { self.negative_slope }
    }
}

/// `clip(x if x > threshold else 0, 0, max_value) − negative_slope · max(threshold − x, 0)`, without the clipping if
/// `max_value` is infinite.
pub(super) struct ClippedRelu {
    pub negative_slope: f32,
    pub max_value: f32,
    pub threshold: f32,
}

impl Elementwise for ClippedRelu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        // A slope of 0 would make NaN of −∞.
        let below = if self.negative_slope == 0.0 {
            0.0
        } else {
            self.negative_slope * (x - self.threshold)
        };
        let clipped = if self.max_value == f32::INFINITY {
            x
        } else {
            clip(x, 0.0, self.max_value)
        };
        if x <= self.threshold { below } else { clipped }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let outside = self.max_value < f32::INFINITY && (x <= 0.0 || x >= self.max_value);
        let above = if outside { 0.0 } else { 1.0 };
        if x > self.threshold {
            above
        } else {
            self.negative_slope
        }
    }
}

/// `x` where |x| > threshold, else 0.
pub(super) struct HardShrink {
    pub threshold: f32,
}

impl Elementwise for HardShrink {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        if x.abs() <= self.threshold { 0.0 } else { x }
    }

    /// From the output, or from the input for a negative threshold, where it is 1 everywhere.
    #[inline(always)]
    fn derivative(&self, kept: f32) -> f32 {
        if kept != 0.0 || self.threshold < 0.0 {
            1.0
        } else {
            0.0
        }
    }
}

/// `x − threshold` above the threshold, `x + threshold` below its negative, 0 between.
pub(super) struct SoftShrink {
    pub threshold: f32,
}

impl Elementwise for SoftShrink {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let low = if x < -self.threshold {
            x + self.threshold
        } else {
            0.0 * x
        };
        if x > self.threshold {
            x - self.threshold
        } else {
            low
        }
    }

    /// From the output, or from the input for a negative threshold, where it is 1 everywhere.
    #[inline(always)]
    fn derivative(&self, kept: f32) -> f32 {
        if kept != 0.0 || self.threshold < 0.0 {
            1.0
        } else {
            0.0
        }
    }
}

/// Bounds that keep NaN.
#[inline(always)]
fn clip(x: f32, low: f32, high: f32) -> f32 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

/// `clip(x / 6 + ½, 0, 1)`.
pub(super) struct HardSigmoid;

impl Elementwise for HardSigmoid {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        clip(x / 6.0 + 0.5, 0.0, 1.0)
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        if x > -3.0 && x < 3.0 { 1.0 / 6.0 } else { 0.0 }
    }
}

/// `x · hard_sigmoid(x)`.
pub(super) struct HardSilu;

impl Elementwise for HardSilu {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let factor = HardSigmoid.value(x);
        if factor == 0.0 { 0.0 } else { x * factor }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        let between = x / 3.0 + 0.5;
        let above = if x >= 3.0 { 1.0 } else { between };
        if x <= -3.0 { 0.0 } else { above }
    }
}

/// `clip(x, −1, 1)`.
pub(super) struct HardTanh;

impl Elementwise for HardTanh {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        clip(x, -1.0, 1.0)
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        if x > -1.0 && x < 1.0 { 1.0 } else { 0.0 }
    }
}

/// 0 below −1, `(x + 1)² / 4` up to 1, `x` above.
pub(super) struct SparsePlus;

impl Elementwise for SparsePlus {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        let between = 0.25 * (x + 1.0) * (x + 1.0);
        let above = if x >= 1.0 { x } else { between };
        if x <= -1.0 { 0.0 } else { above }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        clip(0.5 * (x + 1.0), 0.0, 1.0)
    }
}

/// `clip((x + 1) / 2, 0, 1)`: the derivative of [`SparsePlus`].
pub(super) struct SparseSigmoid;

impl Elementwise for SparseSigmoid {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        clip(0.5 * (x + 1.0), 0.0, 1.0)
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        if x > -1.0 && x < 1.0 { 0.5 } else { 0.0 }
    }
}

/// `x` above the threshold, else `default_value`.
pub(super) struct Threshold {
    pub threshold: f32,
    pub default_value: f32,
}

impl Elementwise for Threshold {
    #[inline(always)]
    fn value(&self, x: f32) -> f32 {
        if x <= self.threshold {
            self.default_value
        } else {
            x
        }
    }

    /// From the input.
    #[inline(always)]
    fn derivative(&self, x: f32) -> f32 {
        if x > self.threshold { 1.0 } else { 0.0 }
    }
}
