//! The functions of closures such as `|x| x * tanh(x)`.
//!
//! Made from the compiler's tables: `tests/documented.rs`.
#![allow(non_camel_case_types)] // names of the declaration

use super::values;

/// `exp(x)`: eˣ. Also written `exponential`.
pub struct exp;

/// `expm1(x)`: eˣ − 1. Also written `exp_m1`.
pub struct expm1;

/// `ln(x)`: the natural logarithm. Also written `log`.
pub struct ln;

/// `log1p(x)`: ln(1 + x). Also written `ln_1p`.
pub struct log1p;

/// `sqrt(x)`: √x.
pub struct sqrt;

/// `square(x)`: x².
pub struct square;

/// `pow(x, n)`: xⁿ. Also written `powi` or `powf`.
pub struct pow;

/// `recip(x)`: 1 / x.
pub struct recip;

/// `abs(x)`: |x|. The derivative is taken to be 0 at 0.
pub struct abs;

/// `sign(x)`: −1, 0 or 1. The derivative is taken to be 0 everywhere. Also written `signum`.
pub struct sign;

/// `sin(x)`: sin x.
pub struct sin;

/// `cos(x)`: cos x.
pub struct cos;

/// `tanh(x)`: tanh x.
pub struct tanh;

/// `sigmoid(x)`: 1 / (1 + e⁻ˣ).
pub struct sigmoid;

/// `softplus(x)`: ln(1 + eˣ).
pub struct softplus;

/// `erf(x)`: 2/√π ∫₀ˣ e^(−t²) dt.
pub struct erf;

/// `max(a, b)`: the larger. The derivative is taken to be half for each at a tie. Also written `maximum`.
pub struct max;

/// `min(a, b)`: the smaller. The derivative is taken to be half for each at a tie. Also written `minimum`.
pub struct min;

/// `clip(x, low, high)`: low below low, high above high, else x. The derivative is taken to be 1 at the bounds. Also written `clamp`.
pub struct clip;

/// `linear(x)`: x.
pub struct linear;

/// `relu(x)`: max(x, 0). The derivative is taken to be 0 at 0.
pub struct relu;

/// `leaky_relu(x, negative_slope)`: x for x ≥ 0, else negative_slope · x; 0.2 by default. The derivative is taken to be the slope at 0.
pub struct leaky_relu;

/// `relu6(x)`: min(max(x, 0), 6). The derivative is taken to be 0 at 0 and 6.
pub struct relu6;

/// `elu(x, alpha)`: x for x > 0, else alpha · (eˣ − 1); 1 by default. The derivative is taken to be alpha at 0.
pub struct elu;

/// `selu(x)`: 1.0507 · elu(x, 1.6733). The derivative is taken to be 1.7581 at 0.
pub struct selu;

/// `celu(x, alpha)`: x for x > 0, else alpha · (exp(x / alpha) − 1); 1 by default. The derivative is taken to be 1 at 0.
pub struct celu;

/// `gelu(x)`: x · Φ(x) with the normal distribution Φ.
pub struct gelu;

/// `gelu_tanh(x)`: x · sigmoid(1.5958 (x + 0.044715 x³)).
pub struct gelu_tanh;

/// `hard_shrink(x, threshold)`: x where |x| > threshold, else 0; 0.5 by default. The derivative is taken to be 0 at the threshold.
pub struct hard_shrink;

/// `hard_sigmoid(x)`: clip(x / 6 + 0.5, 0, 1). The derivative is taken to be 0 at the bounds.
pub struct hard_sigmoid;

/// `hard_silu(x)`: x · hard_sigmoid(x). The derivative is taken to be 0 at −3, 1 at 3. Also written `hard_swish`.
pub struct hard_silu;

/// `hard_tanh(x)`: clip(x, −1, 1). The derivative is taken to be 0 at the bounds.
pub struct hard_tanh;

/// `log_sigmoid(x)`: ln(sigmoid(x)).
pub struct log_sigmoid;

/// `mish(x)`: x · tanh(softplus(x)).
pub struct mish;

/// `silu(x)`: x · sigmoid(x). Also written `swish`.
pub struct silu;

/// `soft_shrink(x, threshold)`: sign(x) · max(|x| − threshold, 0); 0.5 by default. The derivative is taken to be 0 at the threshold.
pub struct soft_shrink;

/// `softsign(x)`: x / (1 + |x|).
pub struct softsign;

/// `sparse_plus(x)`: 0, (x + 1)² / 4 or x, breaking at ±1.
pub struct sparse_plus;

/// `sparse_sigmoid(x)`: clip((x + 1) / 2, 0, 1). The derivative is taken to be 0 at the bounds.
pub struct sparse_sigmoid;

/// `squareplus(x, b)`: (x + √(x² + b)) / 2; b = 4 by default.
pub struct squareplus;

/// `tanh_shrink(x)`: x − tanh(x).
pub struct tanh_shrink;

/// `threshold(x, threshold, default_value)`: x where x > threshold, else default_value. The derivative is taken to be 0 at the threshold.
pub struct threshold;

/// An element of a tensor, of which a closure is a function.
///
/// The fields are functions, called as `x.tanh()`.
pub struct Element {
    /// `.exp()`: eˣ. Also written `exponential`.
    pub exp: values::Number,
    /// `.expm1()`: eˣ − 1. Also written `exp_m1`.
    pub expm1: values::Number,
    /// `.ln()`: the natural logarithm. Also written `log`.
    pub ln: values::Number,
    /// `.log1p()`: ln(1 + x). Also written `ln_1p`.
    pub log1p: values::Number,
    /// `.sqrt()`: √x.
    pub sqrt: values::Number,
    /// `.square()`: x².
    pub square: values::Number,
    /// `.pow(n)`: xⁿ. Also written `powi` or `powf`.
    pub pow: values::Number,
    /// `.recip()`: 1 / x.
    pub recip: values::Number,
    /// `.abs()`: |x|. The derivative is taken to be 0 at 0.
    pub abs: values::Number,
    /// `.sign()`: −1, 0 or 1. The derivative is taken to be 0 everywhere. Also written `signum`.
    pub sign: values::Number,
    /// `.sin()`: sin x.
    pub sin: values::Number,
    /// `.cos()`: cos x.
    pub cos: values::Number,
    /// `.tanh()`: tanh x.
    pub tanh: values::Number,
    /// `.sigmoid()`: 1 / (1 + e⁻ˣ).
    pub sigmoid: values::Number,
    /// `.softplus()`: ln(1 + eˣ).
    pub softplus: values::Number,
    /// `.erf()`: 2/√π ∫₀ˣ e^(−t²) dt.
    pub erf: values::Number,
    /// `.max(b)`, a being what it is called on: the larger. The derivative is taken to be half for each at a tie. Also written `maximum`.
    pub max: values::Number,
    /// `.min(b)`, a being what it is called on: the smaller. The derivative is taken to be half for each at a tie. Also written `minimum`.
    pub min: values::Number,
    /// `.clip(low, high)`: low below low, high above high, else x. The derivative is taken to be 1 at the bounds. Also written `clamp`.
    pub clip: values::Number,
    /// `.linear()`: x.
    pub linear: values::Number,
    /// `.relu()`: max(x, 0). The derivative is taken to be 0 at 0.
    pub relu: values::Number,
    /// `.leaky_relu(negative_slope)`: x for x ≥ 0, else negative_slope · x; 0.2 by default. The derivative is taken to be the slope at 0.
    pub leaky_relu: values::Number,
    /// `.relu6()`: min(max(x, 0), 6). The derivative is taken to be 0 at 0 and 6.
    pub relu6: values::Number,
    /// `.elu(alpha)`: x for x > 0, else alpha · (eˣ − 1); 1 by default. The derivative is taken to be alpha at 0.
    pub elu: values::Number,
    /// `.selu()`: 1.0507 · elu(x, 1.6733). The derivative is taken to be 1.7581 at 0.
    pub selu: values::Number,
    /// `.celu(alpha)`: x for x > 0, else alpha · (exp(x / alpha) − 1); 1 by default. The derivative is taken to be 1 at 0.
    pub celu: values::Number,
    /// `.gelu()`: x · Φ(x) with the normal distribution Φ.
    pub gelu: values::Number,
    /// `.gelu_tanh()`: x · sigmoid(1.5958 (x + 0.044715 x³)).
    pub gelu_tanh: values::Number,
    /// `.hard_shrink(threshold)`: x where |x| > threshold, else 0; 0.5 by default. The derivative is taken to be 0 at the threshold.
    pub hard_shrink: values::Number,
    /// `.hard_sigmoid()`: clip(x / 6 + 0.5, 0, 1). The derivative is taken to be 0 at the bounds.
    pub hard_sigmoid: values::Number,
    /// `.hard_silu()`: x · hard_sigmoid(x). The derivative is taken to be 0 at −3, 1 at 3. Also written `hard_swish`.
    pub hard_silu: values::Number,
    /// `.hard_tanh()`: clip(x, −1, 1). The derivative is taken to be 0 at the bounds.
    pub hard_tanh: values::Number,
    /// `.log_sigmoid()`: ln(sigmoid(x)).
    pub log_sigmoid: values::Number,
    /// `.mish()`: x · tanh(softplus(x)).
    pub mish: values::Number,
    /// `.silu()`: x · sigmoid(x). Also written `swish`.
    pub silu: values::Number,
    /// `.soft_shrink(threshold)`: sign(x) · max(|x| − threshold, 0); 0.5 by default. The derivative is taken to be 0 at the threshold.
    pub soft_shrink: values::Number,
    /// `.softsign()`: x / (1 + |x|).
    pub softsign: values::Number,
    /// `.sparse_plus()`: 0, (x + 1)² / 4 or x, breaking at ±1.
    pub sparse_plus: values::Number,
    /// `.sparse_sigmoid()`: clip((x + 1) / 2, 0, 1). The derivative is taken to be 0 at the bounds.
    pub sparse_sigmoid: values::Number,
    /// `.squareplus(b)`: (x + √(x² + b)) / 2; b = 4 by default.
    pub squareplus: values::Number,
    /// `.tanh_shrink()`: x − tanh(x).
    pub tanh_shrink: values::Number,
    /// `.threshold(threshold, default_value)`: x where x > threshold, else default_value. The derivative is taken to be 0 at the threshold.
    pub threshold: values::Number,
}
