//! SeparableConv1D: each channel with kernels of its own, then a mixture of channels at each position.

use super::convolution::{Separable, axis, separable_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A one-dimensional depthwise convolution with a pointwise one behind it.
///
/// For each sample, `x: [length, channels]`, `y: [output_length, filters]`,
/// `depthwise_kernel: [kernel length, channels, depth_multiplier]`,
/// `pointwise_kernel: [1, channels · depth_multiplier, filters]`, `bias: [filters]` and
///
/// ```text
/// u[i, c·depth_multiplier + m] = Σ (u) of x[i·s + u·d − before, c] · depthwise_kernel[u, c, m]
/// z[i, f] = bias[f] + Σ (n) of u[i, n] · pointwise_kernel[n, f]
/// ```
///
/// with strides s, dilation d, and 0 outside the input. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeparableConv1D {
    /// Length of the input.
    pub length: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Length of the output.
    pub output_length: usize,
    /// Channels of the output.
    pub filters: usize,
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

impl SeparableConv1D {
    pub(super) const fn separable(&self) -> Separable {
        Separable::new(
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
            [self.channels, self.depth_multiplier, self.filters],
            self.use_bias,
            self.epilogue,
        )
    }
}

separable_operation!(SeparableConv1D);
