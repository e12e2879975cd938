//! A sequence of random numbers, for initial values and for shuffling.

use super::{derived_key, philox, unit, words};

/// Random numbers one after the other. Streams of different numbers are independent of each other and of all
/// [`Random`](super::Random)s.
#[derive(Clone, Debug)]
pub struct Stream {
    key: [u32; 2],
    counter: u64,
    words: [u32; 4],
    used: usize,
    second_normal: Option<f32>,
}

impl Stream {
    /// Stream number `stream` of a seed.
    pub fn new(seed: u64, stream: u64) -> Stream {
        Stream {
            key: derived_key(seed, stream, 2),
            counter: 0,
            words: [0; 4],
            used: 4,
            second_normal: None,
        }
    }

    /// 32 random bits.
    pub fn next_u32(&mut self) -> u32 {
        if self.used == 4 {
            let [low, high] = words(self.counter);
            self.words = philox([low, high, 0, 0], self.key);
            self.counter += 1;
            self.used = 0;
        }
        self.used += 1;
        self.words[self.used - 1]
    }

    /// A number in `[0, 1)`, a multiple of 2⁻²⁴.
    pub fn uniform(&mut self) -> f32 {
        unit(self.next_u32())
    }

    /// A number of the standard normal distribution, by Box and Muller's transform
    /// `√(−2 ln u) · (cos 2πv, sin 2πv)` in double precision.
    pub fn normal(&mut self) -> f32 {
        if let Some(second) = self.second_normal.take() {
            return second;
        }
        let scale = 1.0 / 4_294_967_296.0;
        let radius = libm::sqrt(-2.0 * libm::log((f64::from(self.next_u32()) + 0.5) * scale));
        let (sine, cosine) =
            libm::sincos(core::f64::consts::TAU * f64::from(self.next_u32()) * scale);
        self.second_normal = Some((radius * sine) as f32);
        (radius * cosine) as f32
    }

    /// A number in `0..end`, all equally likely: the upper word of a 64-bit product, drawn again where the lower
    /// word would favour some (Lemire 2019).
    ///
    /// # Panics
    /// If `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        assert!(end > 0, "there is no number below 0");
        let surplus = end.wrapping_neg() % end;
        loop {
            let product = u64::from(self.next_u32()) * u64::from(end);
            if product as u32 >= surplus {
                return (product >> 32) as u32;
            }
        }
    }

    /// Puts the numbers in a random order, all orders equally likely.
    ///
    /// # Panics
    /// If there are 2³² or more.
    pub fn shuffle(&mut self, numbers: &mut [u32]) {
        assert!(
            u32::try_from(numbers.len()).is_ok(),
            "too many numbers to shuffle"
        );
        for last in (1..numbers.len()).rev() {
            numbers.swap(last, self.below(last as u32 + 1) as usize);
        }
    }
}
