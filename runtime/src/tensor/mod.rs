//! Tensors of fixed shape: nested arrays.

use formwork_shape_rules::Shape;

/// One sample of a model's input or output: a tensor, or a tuple of tensors.
pub trait Sample: 'static {
    /// Several samples: a slice of tensors, or a tuple of such slices of equal length.
    type Slices<'a>: Copy;
    /// Number of tensors in a sample.
    const PARTS: usize;
    /// The shape of part `part`.
    fn shape(part: usize) -> Shape;
    /// Number of samples; `None` if the slices of a tuple differ.
    fn count(slices: Self::Slices<'_>) -> Option<usize>;
    /// All values of part `part`, row-major, one sample after the other.
    fn flat<'a>(slices: Self::Slices<'a>, part: usize) -> &'a [f32];
}
