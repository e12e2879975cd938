//! Conv2D: cross-correlation with a kernel, `y = activation(x ⋆ kernel + bias)`.

use super::convolution::{Convolution, axis, convolution_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A two-dimensional convolution.
///
/// For each sample, `x: [height, width, channels]`, `y: [output_height, output_width, filters]`,
/// `kernel: [kernel height, kernel width, channels / groups, filters]`, `bias: [filters]` and
///
/// ```text
/// z[i, j, f] = bias[f] + Σ (u, v, c) of x[i·s₀ + u·d₀ − top, j·s₁ + v·d₁ − left, first + c] · kernel[u, v, c, f]
/// ```
///
/// with strides s, dilation d, 0 outside the input, and `first` the first channel of the group of `f`. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv2D {
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
    /// Height and width of the kernel.
    pub kernel_size: [usize; 2],
    /// By how much the kernel moves.
    pub strides: [usize; 2],
    /// How far apart the kernel's elements are.
    pub dilation: [usize; 2],
    /// Into how many groups channels and filters are split.
    pub groups: usize,
    /// Rows of padding above.
    pub top: usize,
    /// Columns of padding on the left.
    pub left: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv2D {
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
            [self.channels, self.filters, self.groups],
            self.use_bias,
            self.epilogue,
        )
    }
}

convolution_operation!(Conv2D);
