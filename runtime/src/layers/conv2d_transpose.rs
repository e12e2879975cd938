//! Conv2DTranspose: the transpose of a convolution, which enlarges its input.

use super::convolution::{Transposed, axis, transposed_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A two-dimensional transposed convolution.
///
/// For each sample, `x: [height, width, channels]`, `y: [output_height, output_width, filters]`,
/// `kernel: [kernel height, kernel width, filters, channels]`, `bias: [filters]` and, beginning with the bias,
///
/// ```text
/// z[i·s₀ + u·d₀ − top, j·s₁ + v·d₁ − left, f] += Σ (c) of x[i, j, c] · kernel[u, v, f, c]
/// ```
///
/// for all i, j, u, v with strides s and dilation d, where that lies within the output. It is the backward pass of the
/// convolution that reads y and gives x. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv2DTranspose {
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
    /// Rows that are left out above.
    pub top: usize,
    /// Columns that are left out on the left.
    pub left: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv2DTranspose {
    pub(super) const fn transposed(&self) -> Transposed {
        Transposed::new(
            [
                Axis::NONE,
                axis(
                    [self.output_height, self.height],
                    self.kernel_size[0],
                    self.strides[0],
                    self.dilation[0],
                    self.top,
                ),
                axis(
                    [self.output_width, self.width],
                    self.kernel_size[1],
                    self.strides[1],
                    self.dilation[1],
                    self.left,
                ),
            ],
            [self.channels, self.filters],
            self.use_bias,
            self.epilogue,
        )
    }
}

transposed_operation!(Conv2DTranspose);
