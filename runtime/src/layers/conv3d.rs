//! Conv3D: cross-correlation with a kernel, `y = activation(x ⋆ kernel + bias)`.

use super::convolution::{Convolution, axis, convolution_operation};
use crate::epilogue::Epilogue;

/// A three-dimensional convolution.
///
/// For each sample, `x: [depth, height, width, channels]`, `y: [output_depth, output_height, output_width, filters]`,
/// `kernel: [kernel depth, kernel height, kernel width, channels / groups, filters]`, `bias: [filters]` and
///
/// ```text
/// z[h, i, j, f] = bias[f] + Σ (u, v, w, c) of x[h·s₀ + u·d₀ − front, i·s₁ + v·d₁ − top, j·s₂ + w·d₂ − left, first + c] · kernel[u, v, w, c, f]
/// ```
///
/// with strides s, dilation d, 0 outside the input, and `first` the first channel of the group of `f`. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv3D {
    /// Depth of the input.
    pub depth: usize,
    /// Height of the input.
    pub height: usize,
    /// Width of the input.
    pub width: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Depth of the output.
    pub output_depth: usize,
    /// Height of the output.
    pub output_height: usize,
    /// Width of the output.
    pub output_width: usize,
    /// Channels of the output.
    pub filters: usize,
    /// Depth, height and width of the kernel.
    pub kernel_size: [usize; 3],
    /// By how much the kernel moves.
    pub strides: [usize; 3],
    /// How far apart the kernel's elements are.
    pub dilation: [usize; 3],
    /// Into how many groups channels and filters are split.
    pub groups: usize,
    /// Planes of padding in front.
    pub front: usize,
    /// Rows of padding above.
    pub top: usize,
    /// Columns of padding on the left.
    pub left: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv3D {
    pub(super) const fn convolution(&self) -> Convolution {
        Convolution::new(
            [
                axis(
                    [self.depth, self.output_depth],
                    self.kernel_size[0],
                    self.strides[0],
                    self.dilation[0],
                    self.front,
                ),
                axis(
                    [self.height, self.output_height],
                    self.kernel_size[1],
                    self.strides[1],
                    self.dilation[1],
                    self.top,
                ),
                axis(
                    [self.width, self.output_width],
                    self.kernel_size[2],
                    self.strides[2],
                    self.dilation[2],
                    self.left,
                ),
            ],
            [self.channels, self.filters, self.groups],
            self.use_bias,
            self.epilogue,
        )
    }
}

convolution_operation!(Conv3D);
