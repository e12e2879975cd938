//! Sine and cosine.
//!
//! The argument is reduced with integers, exactly enough for every float: no double precision, which small targets
//! lack, and no table of cases.

use super::power_of_two;

/// The binary digits of 2/π behind 32 zeros.
const TWO_OVER_PI: [u32; 8] = [
    0,
    0xa2f9_836e,
    0x4e44_1529,
    0xfc27_57d1,
    0xf534_ddc0,
    0xdb62_9599,
    0x3c43_9041,
    0xfe51_63ab,
];

/// π/2 · 2³¹.
const HALF_PI: u64 = 0xc90f_daa2;

/// 32 digits of 2/π, of which the first has this number.
#[inline(always)]
fn digits(first: u32) -> u64 {
    let word = |index: u32| u64::from(TWO_OVER_PI.get(index as usize).copied().unwrap_or(0));
    let both = word(first / 32) << 32 | word(first / 32 + 1);
    both << (first % 32) >> 32
}

/// A finite x with |x| > π/4 as `quadrant · π/2 + (high + low)` with |high + low| ≤ π/4, the quadrant modulo 4.
#[inline(always)]
fn reduce(x: f32) -> (u32, f32, f32) {
    let bits = x.abs().to_bits();
    // |x| = mantissa · 2^(exponent − 150). Digits of 2/π that make multiples of 4 of it are left out.
    let mantissa = u64::from(bits & 0x007f_ffff | 0x0080_0000);
    let first = (bits >> 23).wrapping_sub(120);
    // |x| · 2/π modulo 4, times 2⁶².
    let turns = ((mantissa * digits(first)) << 32)
        .wrapping_add(mantissa * digits(first + 32))
        .wrapping_add((mantissa * digits(first + 64)) >> 32);
    let quadrant = (turns.wrapping_add(1 << 61) >> 62) as u32;
    let rest = turns.wrapping_sub(u64::from(quadrant) << 62) as i64;
    // The rest times π/2, with 32 significant digits.
    let zeros = rest.unsigned_abs().leading_zeros();
    let angle = ((rest.unsigned_abs() << (zeros & 63)) >> 32) * HALF_PI;
    let scale = power_of_two(-21 - zeros as i32);
    let high = (angle >> 40) as u32 as f32 * scale;
    let low = (angle >> 16 & 0x00ff_ffff) as u32 as f32 * (scale * power_of_two(-24));
    let sign = if (rest < 0) != (x < 0.0) { -1.0 } else { 1.0 };
    let quadrant = if x < 0.0 {
        quadrant.wrapping_neg()
    } else {
        quadrant
    };
    (quadrant & 3, sign * high, sign * low)
}

/// The quadrant and the angle in it, for any x.
#[inline(always)]
fn angle(x: f32) -> (u32, f32, f32) {
    if x.abs() <= core::f32::consts::FRAC_PI_4 {
        (0, x, 0.0)
    } else if x.abs() < f32::INFINITY {
        reduce(x)
    } else {
        (0, f32::NAN, 0.0)
    }
}

/// sin(r + low) for |r| ≤ π/4 and a tiny `low`.
#[inline(always)]
fn sine_of_small(r: f32, low: f32) -> f32 {
    let square = r * r;
    let sum = (-1.951_529_6e-4 * square + 8.332_161e-3) * square - 1.666_665_5e-1;
    r + (low * (1.0 - 0.5 * square) + r * square * sum)
}

/// cos(r + low) for |r| ≤ π/4 and a tiny `low`.
#[inline(always)]
fn cosine_of_small(r: f32, low: f32) -> f32 {
    let square = r * r;
    let sum = (2.443_315_7e-5 * square - 1.388_731_6e-3) * square + 4.166_664_6e-2;
    let head = 1.0 - 0.5 * square;
    head + ((1.0 - head) - 0.5 * square + (square * square * sum - r * low))
}

/// The sine or cosine of quadrant · π/2 + r + low, one after the other.
#[inline(always)]
fn wave(quadrant: u32, r: f32, low: f32) -> f32 {
    let size = if quadrant & 1 == 0 {
        sine_of_small(r, low)
    } else {
        cosine_of_small(r, low)
    };
    if quadrant & 2 == 0 { size } else { -size }
}

/// The sine within 1 ulp. Unlike the others it has branches, so loops over it don't vectorise.
#[inline]
pub fn sin(x: f32) -> f32 {
    if x == 0.0 {
        return x; // −0 stays
    }
    let (quadrant, r, low) = angle(x);
    wave(quadrant, r, low)
}

/// The cosine within 1 ulp; as the sine.
#[inline]
pub fn cos(x: f32) -> f32 {
    let (quadrant, r, low) = angle(x);
    wave(quadrant + 1, r, low)
}
