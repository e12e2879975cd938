//! Conv1DTranspose: the transpose of a convolution, which enlarges its input.

use super::convolution::{Transposed, axis, transposed_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A one-dimensional transposed convolution.
///
/// For each sample, `x: [length, channels]`, `y: [output_length, filters]`,
/// `kernel: [kernel length, filters, channels]`, `bias: [filters]` and, beginning with the bias,
///
/// ```text
/// z[i·s + u·d − before, f] += Σ (c) of x[i, c] · kernel[u, f, c]
/// ```
///
/// for all i, u with strides s and dilation d, where that lies within the output. It is the backward pass of the
/// convolution that reads y and gives x. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv1DTranspose {
    /// Length of the input.
    pub length: usize,
    /// Channels of the input.
    pub channels: usize,
    /// Length of the output.
    pub output_length: usize,
    /// Channels of the output.
    pub filters: usize,
    /// The length of the kernel.
    pub kernel_size: usize,
    /// By how much the kernel moves.
    pub strides: usize,
    /// How far apart the kernel's elements are.
    pub dilation: usize,
    /// Elements that are left out before the start.
    pub before: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv1DTranspose {
    pub(super) const fn transposed(&self) -> Transposed {
        Transposed::new(
            [
                Axis::NONE,
                Axis::NONE,
                axis(
                    [self.output_length, self.length],
                    self.kernel_size,
                    self.strides,
                    self.dilation,
                    self.before,
                ),
            ],
            [self.channels, self.filters],
            self.use_bias,
            self.epilogue,
        )
    }
}

transposed_operation!(Conv1DTranspose);
