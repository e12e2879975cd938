//! Dropout of one sample, sixteen counters at a time.

use super::{BLOCK, KEY_STEPS, LANES, MULTIPLIERS, words};
use crate::kernels::level::for_each_level;

/// Philox of the counters (`first + lane`, sample, node): word `w` of lane `l` is the lower half of `result[w][l]`.
///
/// Only lower halves mean anything: that saves a mask for each product, and vectors multiply lower halves anyway.
#[inline(always)]
fn philox_lanes(first: u32, sample: u64, node: u32, mut key: [u32; 2]) -> [[u64; LANES]; 4] {
    let [low, high] = words(sample);
    let mut counter = [
        [0; LANES],
        [u64::from(low); LANES],
        [u64::from(high); LANES],
        [u64::from(node); LANES],
    ];
    for (lane, word) in counter[0].iter_mut().enumerate() {
        *word = u64::from(first) + lane as u64;
    }
    let product = |word: u64, multiplier: u32| (word & 0xFFFF_FFFF) * u64::from(multiplier);
    for _ in 0..10 {
        for lane in 0..LANES {
            let first = product(counter[0][lane], MULTIPLIERS[0]);
            let second = product(counter[2][lane], MULTIPLIERS[1]);
            counter[0][lane] = (second >> 32) ^ counter[1][lane] ^ u64::from(key[0]);
            counter[1][lane] = second;
            counter[2][lane] = (first >> 32) ^ counter[3][lane] ^ u64::from(key[1]);
            counter[3][lane] = first;
        }
        key = [
            key[0].wrapping_add(KEY_STEPS[0]),
            key[1].wrapping_add(KEY_STEPS[1]),
        ];
    }
    counter
}

for_each_level! {
    /// Expects a rate between 0 and 1.
    pub(super) fn sample(key: [u32; 2], node: u32, sample: u64, rate: f32, values: &mut [f32]) {
        // `uniform < rate` in integers: the product is exact, and the least integer that is not below it decides.
        let product = rate * 16_777_216.0;
        let threshold = product as u32 + u32::from((product as u32) as f32 != product);
        let scale = 1.0 / (1.0 - rate);
        for (block, values) in values.chunks_mut(BLOCK).enumerate() {
            let words = philox_lanes((block * LANES) as u32, sample, node, key);
            if let Ok(values) = <&mut [f32; BLOCK]>::try_from(&mut *values) {
                for (words, values) in words.iter().zip(values.as_chunks_mut::<LANES>().0) {
                    for (word, value) in words.iter().zip(values) {
                        *value = if (*word as u32 >> 8) < threshold { 0.0 } else { *value * scale };
                    }
                }
            } else {
                for (word, value) in words.as_flattened().iter().zip(values) {
                    *value = if (*word as u32 >> 8) < threshold { 0.0 } else { *value * scale };
                }
            }
        }
    }
}
