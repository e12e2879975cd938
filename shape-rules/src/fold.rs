//! How the tensors of a deployed model are made from those of the trained one: batch normalization in inference is a
//! line, and a line after a linear layer can be part of its kernel and bias.
//!
//! With the layer's y = w·x + b and the normalization γ (y − μ) / √(ν + ε) + β, for each channel:
//!
//! ```text
//! scale = γ / √(ν + ε)
//! shift = β − μ · scale                 for a normalization that stays
//! w′ = w · scale,  b′ = (b − μ) · scale + β     for one that is folded into the layer before it
//! ```
//!
//! Each element is computed in double precision from the trained tensors' single precision and rounded once. The macro
//! that embeds weights and the host that converts them both call [`fold`], so they give the same bits: products,
//! quotients and square roots of `f64` are correctly rounded on every machine.

use core::num::NonZeroUsize;

/// A batch normalization in inference, by the places of its tensors in the trained model's table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoldedNormalization {
    /// γ, or 1.
    pub gamma: Option<usize>,
    /// β, or 0.
    pub beta: Option<usize>,
    /// μ, the moving mean.
    pub mean: usize,
    /// ν, the moving variance.
    pub variance: usize,
    /// ε.
    pub epsilon: f32,
}

/// How one tensor of the deployed model is made. Numbers are places in the trained model's table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// It is a trained tensor.
    Copied {
        /// Which one.
        tensor: usize,
    },
    /// A kernel with a normalization folded in: element e times the scale of channel (e / `inner`) mod channels.
    Scaled {
        /// The trained kernel.
        kernel: usize,
        /// Elements that follow each other and belong to one channel: 1 if channels are the kernel's last axis.
        inner: NonZeroUsize,
        /// What is folded in.
        normalization: FoldedNormalization,
    },
    /// The bias of a layer with a normalization folded in.
    Bias {
        /// The trained bias, or 0.
        bias: Option<usize>,
        /// What is folded in.
        normalization: FoldedNormalization,
    },
    /// The factors of a normalization that stays.
    Scale {
        /// Which one.
        normalization: FoldedNormalization,
    },
    /// What a normalization that stays adds.
    Shift {
        /// Which one.
        normalization: FoldedNormalization,
    },
}

/// Writes a tensor of the deployed model. `trained` gives the elements of the trained model's tensors.
///
/// Elements for which a trained tensor is too short are left as they are.
pub fn fold<'t>(origin: &Origin, trained: &dyn Fn(usize) -> &'t [f32], deployed: &mut [f32]) {
    let optional = |tensor: Option<usize>| tensor.map(trained);
    match *origin {
        Origin::Copied { tensor } => {
            for (element, trained) in deployed.iter_mut().zip(trained(tensor)) {
                *element = *trained;
            }
        }
        Origin::Scaled {
            kernel,
            inner,
            normalization,
        } => {
            let kernel = trained(kernel);
            let channels = channels(&normalization, trained);
            let row = inner.get().saturating_mul(channels.clone().count());
            let begins = (0usize..).step_by(inner.get());
            for (channel, begin) in channels.zip(begins) {
                let rows = deployed.chunks_mut(row).zip(kernel.chunks(row));
                for (deployed, kernel) in rows {
                    let of_channel = deployed.iter_mut().zip(kernel).skip(begin);
                    for (element, weight) in of_channel.take(inner.get()) {
                        *element = (f64::from(*weight) * channel.scale) as f32;
                    }
                }
            }
        }
        Origin::Bias {
            bias,
            normalization,
        } => {
            let bias = values(optional(bias), 0.0);
            let channels = channels(&normalization, trained);
            for ((element, channel), bias) in deployed.iter_mut().zip(channels).zip(bias) {
                *element = ((bias - channel.mean) * channel.scale + channel.beta) as f32;
            }
        }
        Origin::Scale { normalization } => {
            let channels = channels(&normalization, trained);
            for (element, channel) in deployed.iter_mut().zip(channels) {
                *element = channel.scale as f32;
            }
        }
        Origin::Shift { normalization } => {
            let channels = channels(&normalization, trained);
            for (element, channel) in deployed.iter_mut().zip(channels) {
                *element = (channel.beta - channel.mean * channel.scale) as f32;
            }
        }
    }
}

/// One channel of a normalization.
struct Channel {
    scale: f64,
    mean: f64,
    beta: f64,
}

/// The channels of a normalization, in order.
fn channels<'t>(
    normalization: &FoldedNormalization,
    trained: &dyn Fn(usize) -> &'t [f32],
) -> impl Iterator<Item = Channel> + Clone + 't {
    let FoldedNormalization {
        gamma,
        beta,
        mean,
        variance,
        epsilon,
    } = *normalization;
    let gamma = values(gamma.map(trained), 1.0);
    let beta = values(beta.map(trained), 0.0);
    let mean = trained(mean).iter().copied().map(f64::from);
    let variance = trained(variance).iter().copied().map(f64::from);
    gamma
        .zip(beta)
        .zip(mean.zip(variance))
        .map(move |((gamma, beta), (mean, variance))| Channel {
            scale: gamma / libm::sqrt(variance + f64::from(epsilon)),
            mean,
            beta,
        })
}

/// A tensor's elements, or one number for ever if there is no tensor.
fn values(tensor: Option<&[f32]>, otherwise: f64) -> impl Iterator<Item = f64> + Clone + '_ {
    let (elements, rest) = match tensor {
        Some(elements) => (elements, 0),
        None => (&[][..], usize::MAX),
    };
    let elements = elements.iter().copied().map(f64::from);
    elements.chain(core::iter::repeat_n(otherwise, rest))
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    // By hand: variance 15.75 + 0.25 has the root 4, 0 + 0.25 the root 0.5, so that the scales are 2/4 and −3/0.5.
    const GAMMA: [f32; 2] = [2.0, -3.0];
    const BETA: [f32; 2] = [0.5, -1.0];
    const MEAN: [f32; 2] = [1.0, 0.25];
    const VARIANCE: [f32; 2] = [15.75, 0.0];
    const KERNEL: [f32; 8] = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    const BIAS: [f32; 2] = [3.0, 0.75];

    const WHOLE: FoldedNormalization = FoldedNormalization {
        gamma: Some(0),
        beta: Some(1),
        mean: 2,
        variance: 3,
        epsilon: 0.25,
    };
    const BARE: FoldedNormalization = FoldedNormalization {
        gamma: None,
        beta: None,
        ..WHOLE
    };

    fn trained(tensor: usize) -> &'static [f32] {
        [&GAMMA[..], &BETA, &MEAN, &VARIANCE, &KERNEL, &BIAS][tensor]
    }

    fn folded<const N: usize>(origin: Origin) -> [f32; N] {
        let mut deployed = [f32::NAN; N];
        fold(&origin, &trained, &mut deployed);
        deployed
    }

    #[test]
    fn tensors_are_copied() {
        assert_eq!(folded(Origin::Copied { tensor: 5 }), BIAS);
    }

    #[test]
    fn kernels_are_scaled_along_their_channels() {
        let scaled = |inner, normalization| {
            folded(Origin::Scaled {
                kernel: 4,
                inner: NonZeroUsize::new(inner).unwrap(),
                normalization,
            })
        };
        let last = [0.5, -12.0, 1.5, -24.0, 2.5, -36.0, 3.5, -48.0];
        assert_eq!(scaled(1, WHOLE), last);
        let before_last = [0.5, 1.0, -18.0, -24.0, 2.5, 3.0, -42.0, -48.0];
        assert_eq!(scaled(2, WHOLE), before_last);
        let bare = [0.25, 4.0, 0.75, 8.0, 1.25, 12.0, 1.75, 16.0];
        assert_eq!(scaled(1, BARE), bare);
    }

    #[test]
    fn biases_are_shifted() {
        let bias = |bias, normalization| {
            folded(Origin::Bias {
                bias,
                normalization,
            })
        };
        assert_eq!(bias(Some(5), WHOLE), [1.5, -4.0]);
        assert_eq!(bias(None, WHOLE), [0.0, 0.5]);
        assert_eq!(bias(Some(5), BARE), [0.5, 1.0]);
    }

    #[test]
    fn a_normalization_is_a_line() {
        let normalization = WHOLE;
        assert_eq!(folded(Origin::Scale { normalization }), [0.5, -6.0]);
        assert_eq!(folded(Origin::Shift { normalization }), [0.0, 0.5]);
        let normalization = BARE;
        assert_eq!(folded(Origin::Scale { normalization }), [0.25, 2.0]);
        assert_eq!(folded(Origin::Shift { normalization }), [-0.25, -0.5]);
    }

    #[test]
    fn elements_are_rounded_once() {
        let origin = Origin::Scaled {
            kernel: 0,
            inner: NonZeroUsize::MIN,
            normalization: FoldedNormalization {
                mean: 1,
                variance: 2,
                epsilon: 0.0,
                ..BARE
            },
        };
        let mut twice = 0;
        for (weight, variance) in (1..20).flat_map(|weight| (1..20).map(move |v| (weight, v))) {
            let (weight, variance) = (weight as f32, variance as f32);
            let tensors: [[f32; 1]; 3] = [[weight], [0.0], [variance]];
            let mut deployed = [0.0];
            fold(&origin, &|tensor| &tensors[tensor], &mut deployed);
            let scale = 1.0 / f64::from(variance).sqrt();
            assert_eq!(deployed, [(f64::from(weight) * scale) as f32]);
            twice += usize::from(deployed != [weight * scale as f32]);
        }
        assert!(twice > 0, "rounding twice would give other numbers");
    }

    #[test]
    fn tensors_of_other_lengths_do_not_panic() {
        let empty = |_| &[][..];
        for origin in [
            Origin::Copied { tensor: 0 },
            Origin::Scaled {
                kernel: 4,
                inner: NonZeroUsize::MAX,
                normalization: WHOLE,
            },
            Origin::Bias {
                bias: None,
                normalization: BARE,
            },
        ] {
            let mut deployed = [7.0; 3];
            fold(&origin, &empty, &mut deployed);
            assert_eq!(deployed, [7.0; 3]);
        }
    }
}
