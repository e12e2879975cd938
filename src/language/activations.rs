//! The activations, with their parameters as fields.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// `linear`: x.
pub struct linear;

/// `relu`: max(x, 0), with a slope below `threshold` and a ceiling.
pub struct relu {
    /// `0` if it isn't given. Also written `alpha`.
    pub negative_slope: values::Number,
    /// Unlimited if it isn't given.
    pub max_value: values::Number,
    /// `0` if it isn't given.
    pub threshold: values::Number,
}

/// `leaky_relu`: x for x ≥ 0, else negative_slope · x.
pub struct leaky_relu {
    /// `0.2` if it isn't given. Also written `alpha`.
    pub negative_slope: values::Number,
}

/// `relu6`: min(max(x, 0), 6).
pub struct relu6;

/// `elu`: x for x > 0, else alpha · (exp(x) − 1).
pub struct elu {
    /// `1` if it isn't given.
    pub alpha: values::Number,
}

/// `selu`: 1.0507 · elu(x, 1.6733).
pub struct selu;

/// `celu`: max(x, 0) + min(0, alpha · (exp(x / alpha) − 1)).
pub struct celu {
    /// `1` if it isn't given.
    pub alpha: values::Number,
}

/// `exponential`: exp(x).
pub struct exponential;

/// `gelu`: x · Φ(x), exactly or by tanh.
pub struct gelu {
    /// `0` if it isn't given.
    pub approximate: values::Number,
}

/// `hard_shrink`: x where |x| > threshold, else 0.
pub struct hard_shrink {
    /// `0.5` if it isn't given. Also written `lambd`.
    pub threshold: values::Number,
}

/// `hard_sigmoid`: clip(x / 6 + 0.5, 0, 1).
pub struct hard_sigmoid;

/// `hard_silu`: x · hard_sigmoid(x). Also written `hard_swish`.
pub struct hard_silu;

/// `hard_tanh`: clip(x, −1, 1).
pub struct hard_tanh;

/// `log_sigmoid`: ln(sigmoid(x)).
pub struct log_sigmoid;

/// `mish`: x · tanh(softplus(x)).
pub struct mish;

/// `sigmoid`: 1 / (1 + exp(−x)).
pub struct sigmoid;

/// `silu`: x · sigmoid(x). Also written `swish`.
pub struct silu;

/// `soft_shrink`: sign(x) · max(|x| − threshold, 0).
pub struct soft_shrink {
    /// `0.5` if it isn't given. Also written `lambd`.
    pub threshold: values::Number,
}

/// `softplus`: ln(1 + exp(x)).
pub struct softplus;

/// `softsign`: x / (1 + |x|).
pub struct softsign;

/// `sparse_plus`: 0, (x + 1)² / 4 or x, breaking at ±1.
pub struct sparse_plus;

/// `sparse_sigmoid`: clip((x + 1) / 2, 0, 1).
pub struct sparse_sigmoid;

/// `squareplus`: (x + √(x² + b)) / 2.
pub struct squareplus {
    /// `4` if it isn't given.
    pub b: values::Number,
}

/// `tanh`: tanh(x).
pub struct tanh;

/// `tanh_shrink`: x − tanh(x).
pub struct tanh_shrink;

/// `threshold`: x where x > threshold, else default_value.
pub struct threshold {
    /// It must be given.
    pub threshold: values::Number,
    /// It must be given. Also written `value`.
    pub default_value: values::Number,
}

/// `softmax`: exp(x) / Σ exp(x) along an axis.
pub struct softmax {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}

/// `log_softmax`: ln(softmax(x)).
pub struct log_softmax {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}

/// `sparsemax`: the projection on the simplex.
pub struct sparsemax {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}

/// `glu`: a · sigmoid(b), where a and b are halves along an axis.
pub struct glu {
    /// `-1` if it isn't given.
    pub axis: values::Axes,
}
