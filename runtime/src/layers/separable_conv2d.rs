//! SeparableConv2D: each channel with kernels of its own, then a mixture of channels at each position.

use super::convolution::{Separable, axis, separable_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A two-dimensional depthwise convolution with a pointwise one behind it.
///
/// For each sample, `x: [height, width, channels]`, `y: [output_height, output_width, filters]`,
/// `depthwise_kernel: [kernel height, kernel width, channels, depth_multiplier]`,
/// `pointwise_kernel: [1, 1, channels · depth_multiplier, filters]`, `bias: [filters]` and
///
/// ```text
/// u[i, j, c·depth_multiplier + m] = Σ (u, v) of x[i·s₀ + u·d₀ − top, j·s₁ + v·d₁ − left, c] · depthwise_kernel[u, v, c, m]
/// z[i, j, f] = bias[f] + Σ (n) of u[i, j, n] · pointwise_kernel[n, f]
/// ```
///
/// with strides s, dilation d, and 0 outside the input. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SeparableConv2D {
    /// Height of the input.
    pub height: usize,
    /// Width of the input.
    pub width: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Height of the output.
    pub output_height: usize,
    /// Width of the output.
    pub output_width: usize,
    /// Channels of the output.
    pub filters: usize,
    /// Kernels of each channel.
    pub depth_multiplier: usize,
    /// Height and width of the kernel.
    pub kernel_size: [usize; 2],
    /// By how much the kernel moves.
    pub strides: [usize; 2],
    /// How far apart the kernel's elements are.
    pub dilation: [usize; 2],
    /// Rows of padding above.
    pub top: usize,
    /// Columns of padding on the left.
    pub left: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl SeparableConv2D {
    pub(super) const fn separable(&self) -> Separable {
        Separable::new(
            [
                Axis::NONE,
                axis(
                    [self.height, self.output_height],
                    self.kernel_size[0],
                    self.strides[0],
                    self.dilation[0],
                    self.top,
                ),
                axis(
                    [self.width, self.output_width],
                    self.kernel_size[1],
                    self.strides[1],
                    self.dilation[1],
                    self.left,
                ),
            ],
            [self.channels, self.depth_multiplier, self.filters],
            self.use_bias,
            self.epilogue,
        )
    }
}

separable_operation!(SeparableConv2D);
