//! Elementary functions of `f32`, in the one form that all kernels use.
//!
//! Each is a fixed sequence of additions, multiplications, divisions and comparisons without branches, table or
//! fused multiply-add; sine and cosine alone branch. So a loop over a slice vectorises. The polynomials were fitted for least
//! greatest relative error; the bounds at each function are checked against `f64` over the whole range by the tests.
//!
//! Every target computes the same bits: nothing here depends on a mathematical library, but for the square root, which
//! is correctly rounded everywhere, and nothing is in double precision, which small targets would have to emulate.

mod waves;

pub use waves::{cos, sin};

const LOG2_E: f32 = core::f32::consts::LOG2_E;
/// ln 2 to ten bits, so that its products with small integers are exact, and what is missing.
const LN_2_HIGH: f32 = 0.693_359_4;
const LN_2_LOW: f32 = -2.121_944_4e-4;
/// 1.5 · 2²³: adding and subtracting it rounds to an integer, whose bits can be read off in between.
const ROUNDER: f32 = 12_582_912.0;

/// The positive square root, correctly rounded.
#[inline(always)]
pub fn sqrt(x: f32) -> f32 {
    #[cfg(feature = "std")]
    {
        x.sqrt()
    }
    #[cfg(not(feature = "std"))]
    {
        libm::sqrtf(x)
    }
}

/// The value of a polynomial whose coefficients are given from the highest power down.
#[inline(always)]
fn polynomial<const N: usize>(x: f32, coefficients: [f32; N]) -> f32 {
    let mut sum = coefficients[0];
    let mut index = 1;
    while index < N {
        sum = sum * x + coefficients[index];
        index += 1;
    }
    sum
}

/// Splits `x` into `n · ln 2 + r` with a whole `n` and |r| ≤ ln 2 / 2: `n`, and `e^r − 1`.
#[inline(always)]
fn reduced_exponential(x: f32) -> (i32, f32) {
    let shifted = x * LOG2_E + ROUNDER;
    let n = shifted.to_bits().wrapping_sub(ROUNDER.to_bits()) as i32;
    let whole = shifted - ROUNDER;
    let r = x - whole * LN_2_HIGH - whole * LN_2_LOW;
    let coefficients = [
        1.394_660_3e-3,
        8.366_714e-3,
        4.166_628e-2,
        1.666_654_2e-1,
        0.5,
    ];
    (n, r + r * r * polynomial(r, coefficients))
}

/// 2ⁿ for −126 ≤ n ≤ 127.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// eˣ within 1 ulp; denormal results included.
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -104.0 { -104.0 } else { x };
    let (n, q) = reduced_exponential(x);
    let half = n >> 1;
    (1.0 + q) * power_of_two(half) * power_of_two(n.wrapping_sub(half))
}

/// eˣ − 1 within 2 ulp, also near 0.
#[inline(always)]
pub fn expm1(x: f32) -> f32 {
    let x = if x > 89.0 { 89.0 } else { x };
    let x = if x < -80.0 { -80.0 } else { x };
    let (n, q) = reduced_exponential(x);
    let half = power_of_two(n.wrapping_sub(1));
    let scaled = (half * q + (half - 0.5)) * 2.0;
    if n == 0 { q } else { scaled }
}

/// ln(x (1 + c)) for a correction `c` that is tiny beside 1.
#[inline(always)]
fn corrected_ln(x: f32, correction: f32) -> f32 {
    const HALF_SQRT_2: u32 = 0x3f35_04f3;
    let tiny = x < f32::MIN_POSITIVE;
    let scaled = if tiny { x * 8_388_608.0 } else { x };
    let bits = scaled.to_bits().wrapping_add(0x3f80_0000 - HALF_SQRT_2);
    let exponent = ((bits >> 23) as i32)
        .wrapping_sub(127)
        .wrapping_sub(if tiny { 23 } else { 0 }) as f32;
    let f = f32::from_bits((bits & 0x007f_ffff) + HALF_SQRT_2) - 1.0;
    let coefficients = [
        -7.857_916e-2,
        1.288_099_1e-1,
        -1.312_908_4e-1,
        1.418_130_1e-1,
        -1.662_453_1e-1,
        2.000_228_2e-1,
        -2.500_081e-1,
        3.333_331_6e-1,
    ];
    let square = f * f;
    let rest = f * square * polynomial(f, coefficients) + (exponent * LN_2_LOW + correction)
        - 0.5 * square;
    let result = (rest + f) + exponent * LN_2_HIGH;
    let result = if x == f32::INFINITY { x } else { result };
    let result = if x == 0.0 { f32::NEG_INFINITY } else { result };
    if x >= 0.0 { result } else { f32::NAN }
}

/// The natural logarithm within 2 ulp: −∞ at 0, NaN below.
#[inline(always)]
pub fn ln(x: f32) -> f32 {
    corrected_ln(x, 0.0)
}

/// ln(1 + x) within 2 ulp, also near 0.
#[inline(always)]
pub fn log1p(x: f32) -> f32 {
    let sum = 1.0 + x;
    let lost = (x - (sum - 1.0)) / sum;
    let plain = corrected_ln(sum, if lost.abs() < 1.0 { lost } else { 0.0 });
    // Below half an ulp of 1 the sum says nothing but its sign.
    if x.abs() < 2.9e-8 { x } else { plain }
}

/// The hyperbolic tangent within 3 ulp.
#[inline(always)]
pub fn tanh(x: f32) -> f32 {
    let size = x.abs();
    let size = if size > 20.0 { 20.0 } else { size };
    let t = expm1(2.0 * size);
    let small = size < 0.4;
    let quotient = (if small { t } else { 2.0 }) / (t + 2.0);
    (if small { quotient } else { 1.0 - quotient }).copysign(x)
}

/// 1 / (1 + e⁻ˣ) within 3 ulp, as long as the result isn't denormal.
#[inline(always)]
pub fn sigmoid(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

/// ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|) within 3 ulp, as long as the result isn't denormal.
#[inline(always)]
pub fn softplus(x: f32) -> f32 {
    (if x < 0.0 { 0.0 } else { x }) + log1p(exp(-x.abs()))
}

/// 1 − erf(t) for t ≥ 0.45: e^(−t²) times a polynomial in 1 / (1 + 0.4 t).
#[inline(always)]
fn erfc_of_large(t: f32) -> f32 {
    let t = if t > 10.5 { 10.5 } else { t };
    let u = 1.0 / (1.0 + 0.4 * t);
    let coefficients = [
        5.925_538_4e-2,
        -2.169_125_4e-1,
        2.223_426_7e-1,
        -5.027_311_7e-2,
        1.631_077_8e-1,
        1.624_080_1e-1,
        2.088_094_2e-1,
        2.255_946_4e-1,
        2.256_779_1e-1,
    ];
    // The square's rounding error would be multiplied by the exponential's derivative.
    let high = f32::from_bits(t.to_bits() & 0xffff_f000);
    let low = (t - high) * (t + high);
    exp(-high * high) * (1.0 - low + 0.5 * low * low) * (u * polynomial(u, coefficients))
}

/// erf(x) for |x| ≤ 1.
#[inline(always)]
fn erf_of_small(x: f32) -> f32 {
    let coefficients = [
        7.889_038_5e-5,
        -8.020_817e-4,
        5.189_532_4e-3,
        -2.685_444_2e-2,
        1.128_36e-1,
        -3.761_262_6e-1,
        1.283_791_7e-1,
    ];
    x + x * polynomial(x * x, coefficients)
}

/// The error function, 2/√π ∫₀ˣ e^(−t²) dt, within 3 ulp.
#[inline(always)]
pub fn erf(x: f32) -> f32 {
    let t = x.abs();
    let large = (1.0 - erfc_of_large(t)).copysign(x);
    if t < 0.75 { erf_of_small(x) } else { large }
}

/// Φ(x) = ½ (1 + erf(x / √2)), the distribution of the standard normal law: within 1e-7, and within 1e-5 of its
/// value far out on the left.
#[inline(always)]
pub fn normal_distribution(x: f32) -> f32 {
    let t = x.abs() * core::f32::consts::FRAC_1_SQRT_2;
    let tail = 0.5
        * if t < 0.75 {
            1.0 - erf_of_small(t)
        } else {
            erfc_of_large(t)
        };
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// φ(x) = e^(−x²/2) / √(2π), the density of the standard normal law: within 1e-7, and within 1e-5 of its value.
#[inline(always)]
pub fn normal_density(x: f32) -> f32 {
    const FACTOR: f32 = 0.398_942_3;
    exp(-0.5 * x * x) * FACTOR
}

/// −1, 0 or 1; NaN of NaN.
#[inline(always)]
pub fn sign(x: f32) -> f32 {
    let not_positive = if x < 0.0 { -1.0 } else { x };
    if x > 0.0 { 1.0 } else { not_positive }
}

/// The larger of two; NaN if one is.
#[inline(always)]
#[allow(clippy::eq_op)] // NaN alone differs from itself
pub fn maximum(a: f32, b: f32) -> f32 {
    if a < b || b != b { b } else { a }
}

/// The smaller of two; NaN if one is.
#[inline(always)]
#[allow(clippy::eq_op)]
pub fn minimum(a: f32, b: f32) -> f32 {
    if a > b || b != b { b } else { a }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The greatest error in units of the last place over a dense sweep of the floats in `range`.
    fn greatest_error(
        function: fn(f32) -> f32,
        exact: fn(f64) -> f64,
        range: core::ops::RangeInclusive<f32>,
    ) -> f64 {
        let mut greatest = (0.0, 0.0);
        for bits in (0..=u32::MAX).step_by(3989) {
            let x = f32::from_bits(bits);
            if !range.contains(&x) {
                continue;
            }
            let expected = exact(f64::from(x));
            let nearest = (expected as f32).abs();
            if nearest.is_infinite() {
                assert_eq!(f64::from(function(x)), expected as f32 as f64, "at {x:e}");
                continue;
            }
            let place = f64::from(f32::from_bits(nearest.to_bits() + 1)) - f64::from(nearest);
            let error = (f64::from(function(x)) - expected).abs() / place;
            assert!(!error.is_nan(), "NaN at {x:e}");
            if error > greatest.0 {
                greatest = (error, x);
            }
        }
        println!("{:.3} ulp at {:e}", greatest.0, greatest.1);
        greatest.0
    }

    #[test]
    fn exponentials() {
        let all = f32::MIN..=f32::MAX;
        assert!(greatest_error(exp, f64::exp, all.clone()) <= 1.0);
        assert!(greatest_error(expm1, f64::exp_m1, all) <= 2.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(0.0), 1.0);
        assert!(exp(f32::NAN).is_nan());
        assert_eq!(expm1(f32::INFINITY), f32::INFINITY);
        assert_eq!(expm1(f32::NEG_INFINITY), -1.0);
        assert!(expm1(f32::NAN).is_nan());
    }

    #[test]
    fn logarithms() {
        assert!(greatest_error(ln, f64::ln, f32::from_bits(1)..=f32::MAX) <= 2.0);
        assert!(greatest_error(log1p, f64::ln_1p, -0.999_999..=f32::MAX) <= 2.0);
        assert_eq!(ln(f32::INFINITY), f32::INFINITY);
        assert_eq!(ln(0.0), f32::NEG_INFINITY);
        assert_eq!(ln(1.0), 0.0);
        assert!(ln(-1.0).is_nan() && ln(f32::NAN).is_nan() && ln(f32::NEG_INFINITY).is_nan());
        assert_eq!(log1p(-1.0), f32::NEG_INFINITY);
        assert_eq!(log1p(f32::INFINITY), f32::INFINITY);
        assert!(log1p(-2.0).is_nan() && log1p(f32::NAN).is_nan());
    }

    #[test]
    fn curves() {
        let all = f32::MIN..=f32::MAX;
        assert!(greatest_error(tanh, f64::tanh, all.clone()) <= 3.0);
        assert!(greatest_error(sigmoid, |x| 1.0 / (1.0 + (-x).exp()), -87.0..=f32::MAX) <= 3.0);
        let softplus_exact = |x: f64| x.max(0.0) + (-x.abs()).exp().ln_1p();
        assert!(greatest_error(softplus, softplus_exact, -87.0..=f32::MAX) <= 3.0);
        assert!(greatest_error(erf, libm::erf, all) <= 3.0);
        for function in [tanh, sigmoid, softplus, erf, normal_distribution, sqrt] {
            assert!(function(f32::NAN).is_nan());
        }
        assert_eq!((tanh(f32::INFINITY), tanh(f32::NEG_INFINITY)), (1.0, -1.0));
        assert_eq!(
            (sigmoid(f32::INFINITY), sigmoid(f32::NEG_INFINITY)),
            (1.0, 0.0)
        );
        assert_eq!(
            (softplus(f32::INFINITY), softplus(-1e4)),
            (f32::INFINITY, 0.0)
        );
        assert_eq!((erf(f32::INFINITY), erf(f32::NEG_INFINITY)), (1.0, -1.0));
        assert!(tanh(-0.0).is_sign_negative() && erf(-0.0).is_sign_negative());
    }

    #[test]
    fn waves_and_bounds() {
        let all = f32::MIN..=f32::MAX;
        assert!(greatest_error(sin, f64::sin, all.clone()) <= 1.0);
        assert!(greatest_error(cos, f64::cos, all) <= 1.0);
        // The float that lies closest to a multiple of π/2, and its neighbours in value.
        for bits in [0x6f79_be45, 0x6f79_be44, 0x4049_0fdb, 0x3fc9_0fdb] {
            let x = f32::from_bits(bits);
            let point = x.next_down()..=x.next_up();
            for x in [*point.start(), x, *point.end()] {
                for (function, exact) in [
                    (sin as fn(f32) -> f32, f64::sin as fn(f64) -> f64),
                    (cos, f64::cos),
                ] {
                    let expected = exact(f64::from(x));
                    assert!(
                        (f64::from(function(x)) - expected).abs() <= 1.2e-7 * expected.abs(),
                        "{x:e}"
                    );
                }
            }
        }
        for function in [sin, cos] {
            assert!(function(f32::INFINITY).is_nan() && function(f32::NAN).is_nan());
        }
        assert_eq!((sin(0.0), cos(0.0)), (0.0, 1.0));
        assert!(sin(-0.0).is_sign_negative());
        assert_eq!((sign(-3.0), sign(0.0), sign(1e-30)), (-1.0, 0.0, 1.0));
        assert_eq!((maximum(1.0, 2.0), minimum(1.0, 2.0)), (2.0, 1.0));
        for function in [maximum, minimum] {
            assert!(function(f32::NAN, 1.0).is_nan() && function(1.0, f32::NAN).is_nan());
        }
        assert!(sign(f32::NAN).is_nan());
    }

    #[test]
    fn normal_law() {
        for step in -11_000..=11_000 {
            let x = step as f32 * 1e-3;
            let expected = 0.5 * libm::erfc(f64::from(-x) * core::f64::consts::FRAC_1_SQRT_2);
            let error = (f64::from(normal_distribution(x)) - expected).abs();
            assert!(
                error <= 1e-7 && error <= 1e-5 * expected,
                "{error:e} at {x}"
            );
            let density =
                (-0.5 * f64::from(x) * f64::from(x)).exp() / (2.0 * core::f64::consts::PI).sqrt();
            let error = (f64::from(normal_density(x)) - density).abs();
            assert!(error <= 1e-7 && error <= 1e-5 * density, "{error:e} at {x}");
        }
    }
}
