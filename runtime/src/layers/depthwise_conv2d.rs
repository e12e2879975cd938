//! DepthwiseConv2D: each channel with kernels of its own, `y = activation(x ⋆ kernel + bias)`.

use super::convolution::{Convolution, axis, convolution_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A two-dimensional convolution in which every channel has `depth_multiplier` kernels of its own.
///
/// For each sample, `x: [height, width, channels]`, `y: [output_height, output_width, channels · depth_multiplier]`,
/// `kernel: [kernel height, kernel width, channels, depth_multiplier]`, `bias: [channels · depth_multiplier]` and
///
/// ```text
/// z[i, j, c·depth_multiplier + m] = bias[…] + Σ (u, v) of x[i·s₀ + u·d₀ − top, j·s₁ + v·d₁ − left, c] · kernel[u, v, c, m]
/// ```
///
/// with strides s, dilation d, and 0 outside the input: a convolution with as many groups as channels. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DepthwiseConv2D {
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

impl DepthwiseConv2D {
    pub(super) const fn convolution(&self) -> Convolution {
        Convolution::new(
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

convolution_operation!(DepthwiseConv2D);
