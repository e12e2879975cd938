//! Dropout of one sample, sixteen counters at a time.

use super::{BLOCK, LANES, philox, words};
use crate::kernels::level::for_each_level;

/// Elements whose masks are made before any is applied: long enough that reading them back doesn't wait for writing.
const MASKS: usize = 8 * BLOCK;

for_each_level! {
    /// Expects a rate between 0 and 1.
    pub(super) fn sample(key: [u32; 2], node: u32, sample: u64, rate: f32, values: &mut [f32]) {
        // `uniform < rate` in integers: the product is exact, and the least integer that is not below it decides.
        let product = rate * 16_777_216.0;
        let threshold = product as u32 + u32::from((product as u32) as f32 != product);
        let scale = 1.0 / (1.0 - rate);
        let [low, high] = words(sample);
        // All bits of an element's word are set if it is kept. A condition would be a branch for each element.
        let mut masks = [0u32; MASKS];
        let mut counter = 0;
        for values in values.chunks_mut(MASKS) {
            let blocks = values.len().div_ceil(BLOCK);
            for masks in masks.as_chunks_mut::<BLOCK>().0.iter_mut().take(blocks) {
                for lane in 0..LANES {
                    let words = philox([counter + lane as u32, low, high, node], key);
                    for (word, bits) in words.iter().enumerate() {
                        masks[word * LANES + lane] = u32::from((bits >> 8) >= threshold).wrapping_neg();
                    }
                }
                counter += LANES as u32;
            }
            for (value, mask) in values.iter_mut().zip(&masks) {
                *value = f32::from_bits((*value * scale).to_bits() & mask);
            }
        }
    }
}
