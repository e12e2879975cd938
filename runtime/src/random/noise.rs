//! Uniform and normal numbers for a block of elements at a time.

use super::{BLOCK, LANES, philox, unit, words};
use crate::kernels::math::{cos, ln, sin, sqrt};

/// The uniform numbers of a block of elements of one sample.
pub(super) fn uniform(key: [u32; 2], node: u32, sample: u64, block: u32) -> [f32; BLOCK] {
    let mut numbers = [0.0; BLOCK];
    let [low, high] = words(sample);
    for lane in 0..LANES {
        let counter = block * LANES as u32 + lane as u32;
        for (word, bits) in philox([counter, low, high, node], key).iter().enumerate() {
            numbers[word * LANES + lane] = unit(*bits);
        }
    }
    numbers
}

/// Two independent normal numbers from two uniform ones: √(−2 ln(1 − r)) times cosine and sine of 2π a.
pub(super) fn pair(radius: f32, angle: f32) -> [f32; 2] {
    let radius = sqrt(-2.0 * ln(1.0 - radius));
    let angle = core::f32::consts::TAU * angle;
    [radius * cos(angle), radius * sin(angle)]
}

/// The normal numbers of a block of elements of one sample.
pub(super) fn normal(key: [u32; 2], node: u32, sample: u64, block: u32) -> [f32; BLOCK] {
    let mut numbers = uniform(key, node, sample, block);
    for pairs in numbers.chunks_exact_mut(2 * LANES) {
        let (radii, angles) = pairs.split_at_mut(LANES);
        for (radius, angle) in radii.iter_mut().zip(angles) {
            [*radius, *angle] = pair(*radius, *angle);
        }
    }
    numbers
}
