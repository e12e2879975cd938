//! Spatial dropout: drops whole channels in training.

use crate::inference::{self, Inference};
use crate::kernels::portable;
use crate::layers::training_only::{self, Samples};
use crate::operation::{Backward, Forward, Operation};

/// In training, channel c of a sample is 0 with probability `rate`, at all positions, else `x / (1 − rate)`; in inference
/// the identity.
///
/// `x` and `y` are `[positions, channels]` for each sample. Backward draws the same channels again: it needs nothing. Works
/// in place. Tompson, Goroshin, Jain, LeCun and Bregler, "Efficient object localization using convolutional networks"
/// (2015).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpatialDropout {
    /// Product of the axes of space.
    pub positions: usize,
    /// Number of channels.
    pub channels: usize,
    /// Probability with which a channel is dropped, in `0.0..=1.0`.
    pub rate: f32,
    /// Number of the node in its model.
    pub node: u32,
}

impl SpatialDropout {
    /// Floats of scratch: the factor of each channel.
    pub const fn scratch(&self) -> usize {
        self.channels
    }

    fn drop(&self, samples: Samples<'_>) {
        let factors = &mut samples.scratch[..self.channels];
        let len = self.positions * self.channels;
        for (index, values) in samples.values.chunks_exact_mut(len).enumerate() {
            factors.fill(1.0);
            let sample = samples.first_sample + index;
            let random = samples.random;
            random.dropout(self.node, sample, self.channels, self.rate, factors);
            for values in values.chunks_exact_mut(self.channels) {
                for (value, factor) in values.iter_mut().zip(&*factors) {
                    *value *= factor;
                }
            }
        }
    }
}

impl Operation for SpatialDropout {
    fn forward(&self, call: Forward<'_, '_>) {
        training_only::forward(call, |samples| self.drop(samples));
    }

    fn backward(&self, call: Backward<'_, '_>) {
        training_only::backward(call, |samples| self.drop(samples));
    }
}

impl Inference for SpatialDropout {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let ([input], [output]) = (call.inputs, call.outputs) {
            portable::copy(input, output);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layers::training_only::tests::{check, ones, run};

    fn spatial(rate: f32) -> SpatialDropout {
        SpatialDropout {
            positions: 6,
            channels: 5,
            rate,
            node: 3,
        }
    }

    #[test]
    fn gradients_are_those_of_the_output() {
        for rate in [0.4, 1.0] {
            run(&check(spatial(rate), 30, 5));
        }
    }

    #[test]
    fn channels_are_dropped_whole() {
        let [y, dx] = ones(&check(spatial(0.25), 30, 5), 40);
        let mut dropped = 0;
        for (y, dx) in y.chunks(30).zip(dx.chunks(30)) {
            assert_eq!(y, dx);
            for position in y.chunks(5) {
                assert_eq!(position, &y[..5]);
            }
            dropped += y[..5].iter().filter(|value| **value == 0.0).count();
            assert!(y.iter().all(|y| *y == 0.0 || *y == 1.0 / 0.75));
        }
        assert!((25..80).contains(&dropped), "{dropped} of 200");
    }
}
