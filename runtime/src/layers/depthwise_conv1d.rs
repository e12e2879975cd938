//! DepthwiseConv1D: each channel with kernels of its own, `y = activation(x ⋆ kernel + bias)`.

use super::convolution::{Convolution, axis, convolution_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A one-dimensional convolution in which every channel has `depth_multiplier` kernels of its own.
///
/// For each sample, `x: [length, channels]`, `y: [output_length, channels · depth_multiplier]`,
/// `kernel: [kernel length, channels, depth_multiplier]`, `bias: [channels · depth_multiplier]` and
///
/// ```text
/// z[i, c·depth_multiplier + m] = bias[…] + Σ (u) of x[i·s + u·d − before, c] · kernel[u, c, m]
/// ```
///
/// with strides s, dilation d, and 0 outside the input: a convolution with as many groups as channels. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepthwiseConv1D {
    /// Length of the input.
    pub length: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Length of the output.
    pub output_length: usize,
    /// Kernels of each channel.
    pub depth_multiplier: usize,
    /// The length of the kernel.
    pub kernel_size: usize,
    /// By how much the kernel moves.
    pub strides: usize,
    /// How far apart the kernel's elements are.
    pub dilation: usize,
    /// Elements of padding before the start.
    pub before: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl DepthwiseConv1D {
    pub(super) const fn convolution(&self) -> Convolution {
        Convolution::new(
            [
                Axis::NONE,
                Axis::NONE,
                axis(
                    [self.length, self.output_length],
                    self.kernel_size,
                    self.strides,
                    self.dilation,
                    self.before,
                ),
            ],
            [
                self.channels,
                self.channels * self.depth_multiplier,
                self.channels,
            ],
            self.use_bias,
            self.epilogue,
        )
    }
}

convolution_operation!(DepthwiseConv1D);
