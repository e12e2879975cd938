//! Counter-based randomness: a number depends on (seed, step, node, sample, element) alone.
//!
//! The generator is Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3"
//! (2011): ten rounds turn a counter of four words and a key of two into four random words.

mod dropout;
mod noise;
mod stream;

pub use stream::Stream;

const MULTIPLIERS: [u32; 2] = [0xD251_1F53, 0xCD9E_8D57];
const KEY_STEPS: [u32; 2] = [0x9E37_79B9, 0xBB67_AE85];

/// One evaluation of Philox4x32-10.
#[inline(always)]
pub fn philox(mut counter: [u32; 4], mut key: [u32; 2]) -> [u32; 4] {
    for _ in 0..10 {
        let first = u64::from(counter[0]) * u64::from(MULTIPLIERS[0]);
        let second = u64::from(counter[2]) * u64::from(MULTIPLIERS[1]);
        counter = [
            (second >> 32) as u32 ^ counter[1] ^ key[0],
            second as u32,
            (first >> 32) as u32 ^ counter[3] ^ key[1],
            first as u32,
        ];
        key = [
            key[0].wrapping_add(KEY_STEPS[0]),
            key[1].wrapping_add(KEY_STEPS[1]),
        ];
    }
    counter
}

/// The upper 24 bits as a number in `[0, 1)`.
#[inline(always)]
fn unit(word: u32) -> f32 {
    (word >> 8) as f32 * (1.0 / 16_777_216.0)
}

/// The two words of a number, the lower one first.
const fn words(number: u64) -> [u32; 2] {
    [number as u32, (number >> 32) as u32]
}

/// A key for the pair of a seed and another number.
fn derived_key(seed: u64, number: u64, purpose: u32) -> [u32; 2] {
    let [low, high] = words(number);
    let [first, second, ..] = philox([low, high, purpose, 0], words(seed));
    [first, second]
}

/// The source of random numbers of one training step.
///
/// Element `e` of a sample has word `e / 16 % 4` of the counter (`e / 64 · 16 + e % 16`, sample, node), under a key
/// made from seed and step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Random {
    /// The training's seed.
    pub seed: u64,
    /// Number of optimizer steps done before.
    pub step: u64,
}

/// Elements whose counters are adjacent: four words for each of [`LANES`] counters.
const BLOCK: usize = 4 * LANES;
const LANES: usize = 16;

impl Random {
    fn key(&self) -> [u32; 2] {
        derived_key(self.seed, self.step, 1)
    }

    /// A number in `[0, 1)`, a multiple of 2⁻²⁴.
    pub fn uniform(&self, node: u32, sample: u64, element: u32) -> f32 {
        let (block, within) = (element / BLOCK as u32, element as usize % BLOCK);
        let counter = block * LANES as u32 + (within % LANES) as u32;
        let [low, high] = words(sample);
        unit(philox([counter, low, high, node], self.key())[within / LANES])
    }

    /// Inverted dropout of whole samples, `width` elements each, the first of which is number `first_sample` of the
    /// batch: `v = 0` with probability `rate`, `v / (1 − rate)` otherwise.
    ///
    /// An element is dropped if its [`uniform`](Self::uniform) number is below `rate`. So a second call does the
    /// same to the cotangents.
    ///
    /// # Panics
    /// If `rate` isn't in `0.0..=1.0` or `values` isn't a whole number of samples.
    pub fn dropout(
        &self,
        node: u32,
        first_sample: usize,
        width: usize,
        rate: f32,
        values: &mut [f32],
    ) {
        assert!(
            (0.0..=1.0).contains(&rate),
            "a dropout rate of {rate} isn't in 0.0..=1.0"
        );
        if rate == 0.0 || values.is_empty() {
            return;
        }
        if rate == 1.0 {
            return values.fill(0.0);
        }
        assert!(
            width > 0 && values.len().is_multiple_of(width),
            "{} elements aren't whole samples of {width}",
            values.len()
        );
        let key = self.key();
        for (sample, values) in values.chunks_exact_mut(width).enumerate() {
            dropout::sample(key, node, (first_sample + sample) as u64, rate, values);
        }
    }
}

impl Random {
    /// A number of the standard normal distribution, by Box and Muller's transform of the uniform numbers of two
    /// elements that share a counter.
    pub fn normal(&self, node: u32, sample: u64, element: u32) -> f32 {
        let word = element as usize % BLOCK / LANES;
        let first = element - (word % 2 * LANES) as u32;
        let radius = self.uniform(node, sample, first);
        let angle = self.uniform(node, sample, first + LANES as u32);
        noise::pair(radius, angle)[word % 2]
    }

    /// Calls `apply` with each element of whole samples, `width` elements each, and its [`uniform`](Self::uniform)
    /// number. The first sample is number `first_sample` of the batch.
    pub(crate) fn with_uniform(
        &self,
        node: u32,
        first_sample: usize,
        width: usize,
        values: &mut [f32],
        apply: impl Fn(&mut f32, f32),
    ) {
        let key = self.key();
        for (sample, values) in values.chunks_exact_mut(width.max(1)).enumerate() {
            for (block, values) in (0u32..).zip(values.chunks_mut(BLOCK)) {
                let numbers = noise::uniform(key, node, (first_sample + sample) as u64, block);
                for (value, number) in values.iter_mut().zip(numbers) {
                    apply(value, number);
                }
            }
        }
    }

    /// The same with [`normal`](Self::normal) numbers.
    pub(crate) fn with_normal(
        &self,
        node: u32,
        first_sample: usize,
        width: usize,
        values: &mut [f32],
        apply: impl Fn(&mut f32, f32),
    ) {
        let key = self.key();
        for (sample, values) in values.chunks_exact_mut(width.max(1)).enumerate() {
            for (block, values) in (0u32..).zip(values.chunks_mut(BLOCK)) {
                let numbers = noise::normal(key, node, (first_sample + sample) as u64, block);
                for (value, number) in values.iter_mut().zip(numbers) {
                    apply(value, number);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
