//! A test that a device runs on itself: are the weights in flash, and the predictions, those of the machine where the
//! model was made?

use super::DeployedModel;
use crate::plain;
use crate::random::{derived_key, philox, unit};
use crate::tensor::Sample;
use core::hint::black_box;

/// What a deployed model must be and compute, in 16 bytes: checksums of the bits of all weights, and of the outputs for an
/// input that the seed determines.
///
/// Predictions have the same bits on every machine, so that one wrong bit in the outputs shows. Weights whose effect an
/// activation hides are covered by their own checksum: any change within one of them is found for certain, several with a
/// probability of all but 2⁻³².
///
/// The machine that makes it:
///
/// ```ignore
/// let deployed = model.deploy();
/// std::fs::write("mlp.self_test", deployed.self_test(2017).to_bytes())?;
/// ```
///
/// The device, without an allocator and without a path that panics:
///
/// ```ignore
/// const SELF_TEST: SelfTest = SelfTest::from_bytes(include_bytes!("mlp.self_test"));
/// let is_sound = SELF_TEST.passes(&NET, &mut input, &mut scratch, &mut output);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SelfTest {
    /// What determines the input.
    pub seed: u64,
    /// Checksum of all weights.
    pub weights: u32,
    /// Checksum of all outputs.
    pub outputs: u32,
}

impl SelfTest {
    /// What this model is and computes. Inputs, scratch and outputs are working memory.
    pub(super) fn of<D: DeployedModel>(
        seed: u64,
        model: &D,
        mut inputs: <D::Input as Sample>::SlicesMut<'_>,
        scratch: &mut [f32],
        mut outputs: <D::Output as Sample>::SlicesMut<'_>,
    ) -> SelfTest {
        // The compiler knows the weights of a static, and might compute all of this when it is built.
        let model = black_box(model);
        fill(
            seed,
            D::Input::parts_mut(D::Input::reborrow(&mut inputs)).as_mut(),
        );
        model.run(
            D::Input::parts(D::Input::as_shared(inputs)).as_ref(),
            scratch,
            D::Output::parts_mut(D::Output::reborrow(&mut outputs)).as_mut(),
        );
        let mut checksum = Checksum::new();
        for part in D::Output::parts(D::Output::as_shared(outputs)).as_ref() {
            checksum.add(part);
        }
        let mut weights = Checksum::new();
        weights.add(plain::as_slice(model));
        SelfTest {
            seed,
            weights: weights.value(),
            outputs: checksum.value(),
        }
    }

    /// Whether this model is and computes what it must. Input, scratch and output are working memory.
    pub fn passes<D: DeployedModel>(
        &self,
        model: &D,
        input: &mut D::Input,
        scratch: &mut D::Scratch,
        output: &mut D::Output,
    ) -> bool {
        let (inputs, outputs) = (input.single_mut(), output.single_mut());
        SelfTest::of(self.seed, model, inputs, scratch.as_mut(), outputs) == *self
    }

    /// As a file: the seed and the two checksums, the lowest byte first.
    pub fn to_bytes(&self) -> [u8; 16] {
        let both = u64::from(self.outputs) << 32 | u64::from(self.weights);
        (u128::from(both) << 64 | u128::from(self.seed)).to_le_bytes()
    }

    /// The same from a file.
    pub const fn from_bytes(bytes: &[u8; 16]) -> SelfTest {
        let all = u128::from_le_bytes(*bytes);
        SelfTest {
            seed: all as u64,
            weights: (all >> 64) as u32,
            outputs: (all >> 96) as u32,
        }
    }
}

/// Writes the inputs of a test: numbers in `-1..1`, multiples of 2⁻²³, the same on every machine.
fn fill(seed: u64, inputs: &mut [&mut [f32]]) {
    let key = derived_key(seed, 0, 3);
    for (part, elements) in (0u32..).zip(inputs) {
        let (blocks, rest) = elements.as_chunks_mut::<4>();
        let rest = core::iter::once(rest);
        let blocks = blocks.iter_mut().map(|block| &mut block[..]).chain(rest);
        for (place, block) in (0u32..).zip(blocks) {
            let words = philox([place, part, 0, 0], key);
            for (element, word) in block.iter_mut().zip(words) {
                *element = 2.0 * unit(word) - 1.0;
            }
        }
    }
}

/// A checksum of the bits of numbers, in their order.
///
/// Each step is a permutation of all 32-bit numbers, so that two sequences that differ in one element never have the
/// same checksum: `h ← (h ⊕ x) · 16777619` as in the hash of Fowler, Noll and Vo, then `h ← h ⊕ h / 2¹⁵`, which carries
/// upper bits to lower ones.
#[derive(Clone, Copy, Debug)]
pub struct Checksum(u32);

impl Checksum {
    /// Of nothing.
    pub const fn new() -> Checksum {
        Checksum(0x811C_9DC5)
    }

    /// Of these numbers behind what was added before.
    pub fn add(&mut self, values: &[f32]) {
        for value in values {
            let hash = (self.0 ^ value.to_bits()).wrapping_mul(16_777_619);
            self.0 = hash ^ (hash >> 15);
        }
    }

    /// The checksum.
    pub const fn value(&self) -> u32 {
        self.0
    }
}

impl Default for Checksum {
    fn default() -> Self {
        Checksum::new()
    }
}

#[cfg(all(test, feature = "std"))]
mod tests {
    use super::*;

    fn checksum(values: &[f32]) -> u32 {
        let mut checksum = Checksum::new();
        checksum.add(values);
        checksum.value()
    }

    #[test]
    fn every_bit_and_the_order_count() {
        let values = [1.0f32, -0.5, 0.0, 3.25];
        for place in 0..4 {
            for bit in 0..32 {
                let mut other = values;
                other[place] = f32::from_bits(values[place].to_bits() ^ (1 << bit));
                assert_ne!(checksum(&other), checksum(&values));
                // The same bit of another element doesn't make up for it.
                let next = (place + 1) % 4;
                other[next] = f32::from_bits(values[next].to_bits() ^ (1 << bit));
                assert_ne!(checksum(&other), checksum(&values));
            }
        }
        assert_ne!(checksum(&[0.0, 1.0]), checksum(&[1.0, 0.0]));
        assert_ne!(checksum(&[0.0]), checksum(&[0.0, 0.0]));
    }

    #[test]
    fn inputs_are_spread_and_depend_on_the_seed() {
        let mut elements = [0.0; 1001];
        fill(3, &mut [&mut elements]);
        assert!(elements.iter().all(|one| (-1.0..1.0).contains(one)));
        assert!(elements.iter().sum::<f32>().abs() < 100.0);
        assert!(elements[1000] != 0.0 && elements[1000] != elements[0]);
        let (mut other, mut second) = ([0.0; 1001], [0.0; 1001]);
        fill(4, &mut [&mut other]);
        assert_ne!(other, elements);
        fill(3, &mut [&mut other, &mut second]);
        assert_eq!(other, elements);
        assert_ne!(second, elements);
    }

    #[test]
    fn bytes_are_the_test() {
        let test = SelfTest {
            seed: 0x0102_0304_0506_0708,
            weights: 0x1112_1314,
            outputs: 0x2122_2324,
        };
        let bytes = test.to_bytes();
        assert_eq!(bytes[..4], [8, 7, 6, 5]);
        assert_eq!(bytes[8..], [0x14, 0x13, 0x12, 0x11, 0x24, 0x23, 0x22, 0x21]);
        assert_eq!(SelfTest::from_bytes(&bytes), test);
    }
}
