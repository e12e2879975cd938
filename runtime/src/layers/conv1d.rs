//! Conv1D: cross-correlation with a kernel, `y = activation(x ⋆ kernel + bias)`.

use super::convolution::{Convolution, axis, convolution_operation};
use crate::epilogue::Epilogue;
use crate::kernels::portable::Axis;

/// A one-dimensional convolution.
///
/// For each sample, `x: [length, channels]`, `y: [output_length, filters]`,
/// `kernel: [kernel length, channels / groups, filters]`, `bias: [filters]` and
///
/// ```text
/// z[i, f] = bias[f] + Σ (u, c) of x[i·s + u·d − before, first + c] · kernel[u, c, f]
/// ```
///
/// with strides s, dilation d, 0 outside the input, and `first` the first channel of the group of `f`. Keeps its input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conv1D {
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
    /// Into how many groups channels and filters are split.
    pub groups: usize,
    /// Elements of padding before the start.
    pub before: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl Conv1D {
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
            [self.channels, self.filters, self.groups],
            self.use_bias,
            self.epilogue,
        )
    }
}

convolution_operation!(Conv1D);
