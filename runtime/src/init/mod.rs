//! Initializers, with Keras 3's distributions.

#[cfg(feature = "std")]
mod fill;
#[cfg(feature = "std")]
mod orthogonal;
#[cfg(all(test, feature = "std"))]
mod tests;

#[cfg(feature = "std")]
pub use fill::{fill, initialize};

use crate::random::Stream;
use core::fmt;
use formwork_shape_rules::Shape;

/// How a tensor starts. Fans are computed from the stored shape, as Keras does.
///
/// `VarianceScaling` and all that are named after people draw with variance `scale / fan`. A "normal" one is truncated at two standard deviations, and its standard deviation is
/// raised so that the variance is right after that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer {
    /// All 0.
    Zeros,
    /// All 1.
    Ones,
    /// All the same.
    Constant(f32),
    /// The gain on the diagonal, 0 elsewhere. More than two axes count as a matrix whose columns are the last axis.
    Identity {
        /// Factor.
        gain: f32,
    },
    /// Normal distribution. Keras's defaults: 0 and 0.05.
    RandomNormal {
        /// Mean.
        mean: f32,
        /// Standard deviation.
        stddev: f32,
    },
    /// Uniform distribution. Keras's defaults: ±0.05.
    RandomUniform {
        /// Lower bound.
        minimum: f32,
        /// Upper bound.
        maximum: f32,
    },
    /// Normal distribution, drawn again beyond two standard deviations. Keras's defaults: 0 and 0.05.
    TruncatedNormal {
        /// Mean.
        mean: f32,
        /// Standard deviation before truncation.
        stddev: f32,
    },
    /// Variance `scale / fan`. Keras's defaults: 1, `fan_in`, truncated normal.
    VarianceScaling {
        /// Factor.
        scale: f32,
        /// Which fan.
        mode: FanMode,
        /// Which distribution.
        distribution: Distribution,
    },
    /// Uniform in ±√(6 / (fan_in + fan_out)).
    GlorotUniform,
    /// Truncated normal of variance 2 / (fan_in + fan_out).
    GlorotNormal,
    /// Uniform in ±√(6 / fan_in).
    HeUniform,
    /// Truncated normal of variance 2 / fan_in.
    HeNormal,
    /// Uniform in ±√(3 / fan_in).
    LecunUniform,
    /// Truncated normal of variance 1 / fan_in.
    LecunNormal,
    /// Q of a QR decomposition of normal numbers, times the gain. More than two axes count as a matrix whose columns
    /// are the last axis; the shorter of rows and columns are orthonormal.
    Orthogonal {
        /// Factor.
        gain: f32,
    },
    /// One of the user's own.
    Custom(CustomInitializer),
    /// The bias of an LSTM: 0, but 1 for the forget gate's block (the second quarter).
    UnitForgetBias,
}

/// A way of starting of the user's own. It stands in a declaration as a constant expression:
/// `kernel_initializer = my::Checkerboard { low: -0.1, high: 0.1 }`.
pub trait Initialize: Sync {
    /// Fills a tensor. The numbers of `stream` depend on the seed and on the tensor's place in the model's table.
    fn fill(&self, shape: Shape, stream: &mut Stream, values: &mut [f32]);
}

/// An [`Initialize`] in a table.
#[derive(Clone, Copy)]
pub struct CustomInitializer(pub &'static dyn Initialize);

/// Whether both are one value.
impl PartialEq for CustomInitializer {
    fn eq(&self, other: &CustomInitializer) -> bool {
        core::ptr::addr_eq(self.0, other.0)
    }
}

impl fmt::Debug for CustomInitializer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CustomInitializer")
    }
}

/// Which fan divides the variance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FanMode {
    /// Inputs of a unit.
    FanIn,
    /// Outputs that an input reaches.
    FanOut,
    /// The mean of both.
    FanAvg,
}

/// How the numbers of a [`VarianceScaling`](Initializer::VarianceScaling) are distributed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Normal, drawn again beyond two standard deviations; σ = √variance / 0.8796….
    TruncatedNormal,
    /// Normal with σ = √variance.
    UntruncatedNormal,
    /// Uniform in ±√(3 · variance).
    Uniform,
}

impl Initializer {
    /// The initializers that are named after people as the [`VarianceScaling`](Self::VarianceScaling) that they stand
    /// for; the others as they are.
    pub const fn as_variance_scaling(self) -> Initializer {
        use Distribution::{TruncatedNormal, Uniform};
        use FanMode::{FanAvg, FanIn};
        let (scale, mode, distribution) = match self {
            Initializer::GlorotUniform => (1.0, FanAvg, Uniform),
            Initializer::GlorotNormal => (1.0, FanAvg, TruncatedNormal),
            Initializer::HeUniform => (2.0, FanIn, Uniform),
            Initializer::HeNormal => (2.0, FanIn, TruncatedNormal),
            Initializer::LecunUniform => (1.0, FanIn, Uniform),
            Initializer::LecunNormal => (1.0, FanIn, TruncatedNormal),
            other => return other,
        };
        Initializer::VarianceScaling {
            scale,
            mode,
            distribution,
        }
    }
}

/// `(fan_in, fan_out)` of a stored shape: `[n]` has `n` and `n`, `[in, out]` its dimensions, and the kernel of a
/// convolution `∏ window · channels` for the channels of either side. A scalar has 1 and 1.
///
/// A grouped convolution stores `channels / groups` inputs but all of its filters, and Keras counts them so.
pub const fn fans(shape: Shape) -> (usize, usize) {
    let dims = shape.dims();
    match *dims {
        [] => (1, 1),
        [len] => (len, len),
        [.., fan_in, fan_out] => {
            let mut window = 1;
            let mut axis = 0;
            while axis < dims.len() - 2 {
                window *= dims[axis];
                axis += 1;
            }
            (window * fan_in, window * fan_out)
        }
    }
}
