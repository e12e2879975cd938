//! Several outputs at once: the part that product and convolution share.

use core::array;
use core::num::NonZeroUsize;

/// How the outputs of one row are computed, some at a time.
pub(super) trait Columns {
    /// Computes the outputs `first .. first + N`.
    fn block<const N: usize>(&self, first: usize, outputs: &mut [f32; N]);
}

/// Computes a row of outputs, of which the first has the number `first`, by blocks of 16, 4 and 1.
///
/// Sixteen sums and their weights fit into the 32 registers of the smallest floating-point units.
#[inline(always)]
pub(super) fn columns(kernel: &impl Columns, mut first: usize, outputs: &mut [f32]) {
    let (blocks, rest) = outputs.as_chunks_mut::<16>();
    for block in blocks {
        kernel.block(first, block);
        first += 16;
    }
    let (blocks, rest) = rest.as_chunks_mut::<4>();
    for block in blocks {
        kernel.block(first, block);
        first += 4;
    }
    for output in rest {
        kernel.block(first, array::from_mut(output));
        first += 1;
    }
}

/// `sums[n] += Σ x[p] · kernel[p, first + n]`, p ascending, with a kernel of rows of `width`.
#[inline(always)]
pub(super) fn add_rows<const N: usize>(
    x: &[f32],
    kernel: &[f32],
    width: NonZeroUsize,
    first: usize,
    sums: &mut [f32; N],
) {
    for (x, row) in x.iter().zip(kernel.chunks_exact(width.get())) {
        let Some(weights) = row.get(first..).and_then(<[f32]>::first_chunk::<N>) else {
            return;
        };
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += x * weight;
        }
    }
}

/// Writes sums with their bias, if there is one; with `accumulate`, the outputs are added.
#[inline(always)]
pub(super) fn store<const N: usize>(
    mut sums: [f32; N],
    bias: &[f32],
    first: usize,
    accumulate: bool,
    outputs: &mut [f32; N],
) {
    if let Some(bias) = bias.get(first..).and_then(<[f32]>::first_chunk::<N>) {
        for (sum, bias) in sums.iter_mut().zip(bias) {
            *sum += bias;
        }
    }
    if accumulate {
        for (sum, output) in sums.iter_mut().zip(&*outputs) {
            *sum += output;
        }
    }
    *outputs = sums;
}
