//! The seam between a deployed model and the layers: one sample in inference mode, without an allocator and without a
//! path that panics.
//!
//! A layer's file has its [`Inference`] beside forward and backward. It is the portable form: a fixed order of the
//! operations, without contraction, so that every target gives the same bits, which are those of
//! [`Operation::forward`](crate::operation::Operation::forward) with portable kernels for one sample.
//!
//! No panic path means that none is compiled, at any optimisation level that firmware is built with: slices are taken
//! apart by patterns, `split_at_checked`, `get`, `chunks_exact` with a length that is known not to be 0, and `zip`, never
//! by indexing; integers don't divide by what could be 0; floats aren't formatted.

/// The arguments of one call.
#[derive(Debug)]
pub struct Call<'a, 'b> {
    /// Values read. An input that lies in `outputs[0]` already is an empty slice.
    pub inputs: &'a [&'b [f32]],
    /// Values written.
    pub outputs: &'a mut [&'b mut [f32]],
    /// The layer's parameters in their deployed form, one after the other in the order of the table.
    pub parameters: &'a [f32],
    /// The parameters of the layer that the epilogue has absorbed.
    pub absorbed: &'a [f32],
    /// Room for intermediate values; its contents are unspecified before and after the call.
    pub scratch: &'a mut [f32],
}

/// An operation of a deployed model.
///
/// Generated code holds the operation as a constant and calls it with slices of the lengths that its dimensions say.
/// With others the outputs are unspecified, but nothing panics. Implementations are `#[inline(always)]` shells that
/// choose kernels by the constant's fields, so that only those are linked that a model needs.
pub trait Inference {
    /// Computes the outputs of one sample.
    fn infer(&self, call: Call<'_, '_>);
}

/// The residual of an epilogue, the last input, and whether it lies in the output already. There it is added by the kernel,
/// behind the bias as any other, so that sharing memory changes no bit.
#[inline(always)]
pub fn residual<'a>(residual: bool, inputs: &[&'a [f32]]) -> (&'a [f32], bool) {
    match inputs {
        [_, .., last] if residual => (last, last.is_empty()),
        _ => (&[], false),
    }
}

/// Parameters as a kernel of `len` elements and the bias behind it, which is empty if none is used.
#[inline(always)]
pub fn weights(parameters: &[f32], len: usize, use_bias: bool) -> (&[f32], &[f32]) {
    let (kernel, bias) = parameters.split_at_checked(len).unwrap_or_default();
    (kernel, if use_bias { bias } else { &[] })
}
