//! The products of a convolution, without bias and epilogue.
//!
//! `z = patches · kernel`, where a row of *patches* holds all `x` that one position reads. Backward: `dpatches = dz · kernelᵀ`,
//! added up where they came from; `dkernel = patchesᵀ · dz`. What is done differently:
//!
//! - Patches are gathered in blocks, which change no bit.
//! - A kernel of one element that reads every position has the input itself for patches.
//! - Where each channel has one kernel, there is nothing to multiply as matrices ([`depthwise`](super::depthwise)).
//! - Other small groups are multiplied some together, as one group whose kernel has zeros between them
//!   ([`spread`](super::spread)): that is faster than products of a few columns. It changes no bit of a finite result.

use super::patches::{gather, patch, positions, scatter};
use super::{depthwise, spread};
use crate::kernels::portable::Convolution as Shape;
use crate::kernels::product::{Matrix, product};
use core::ops::Range;
use formwork_shape_rules::convolution::{block_rows, groups_together, is_depthwise};

/// Calls `visit` with each block of positions of `samples` samples: first position, number of positions.
pub(super) fn blocks(shape: &Shape, samples: usize, mut visit: impl FnMut(usize, usize)) {
    let positions = samples * positions(shape);
    let rows = block_rows(positions, patch(shape));
    let mut first = 0;
    while first < positions {
        let rows = rows.min(positions - first);
        visit(first, rows);
        first += rows;
    }
}

/// Room for a block of patches, and what is left.
pub(super) fn split_scratch<'a>(
    shape: &Shape,
    samples: usize,
    scratch: &'a mut [f32],
) -> (&'a mut [f32], &'a mut [f32]) {
    let width = patch(shape);
    scratch.split_at_mut(block_rows(samples * positions(shape), width) * width)
}

/// Whether the patches are the input as it stands: a kernel of one element that reads every position.
#[inline(always)]
pub(super) fn reads_in_place(shape: &Shape) -> bool {
    let whole = shape.windows.axes.iter().all(|axis| {
        axis.kernel == 1 && axis.stride == 1 && axis.before == 0 && axis.output == axis.input
    });
    whole && shape.groups == 1
}

/// Whether each channel has one kernel of its own.
fn apart(shape: &Shape) -> bool {
    is_depthwise(shape.channels, shape.filters, shape.groups)
}

/// `z = x ⋆ kernel`, or `z += x ⋆ kernel` with `accumulate`.
pub(super) fn forward(
    shape: &Shape,
    samples: usize,
    input: &[f32],
    kernel: &[f32],
    accumulate: bool,
    output: &mut [f32],
    scratch: &mut [f32],
) {
    if apart(shape) {
        if !accumulate {
            output.fill(0.0);
        }
        return depthwise::forward(*shape, samples, input, kernel, output);
    }
    if reads_in_place(shape) {
        return product(
            samples * positions(shape),
            shape.filters,
            shape.channels,
            Matrix::rows(input, shape.channels),
            Matrix::rows(kernel, shape.filters),
            output,
            shape.filters,
            accumulate,
            scratch,
        );
    }
    let together = groups_together(shape.channels, shape.filters, shape.groups);
    if together > 1 {
        let (spread, scratch) = scratch.split_at_mut(kernel.len() * together);
        spread::spread(shape, together, kernel, spread);
        let shape = spread::joined(shape, together);
        return in_patches(&shape, samples, input, spread, accumulate, output, scratch);
    }
    in_patches(shape, samples, input, kernel, accumulate, output, scratch);
}

/// The same by patches.
fn in_patches(
    shape: &Shape,
    samples: usize,
    input: &[f32],
    kernel: &[f32],
    accumulate: bool,
    output: &mut [f32],
    scratch: &mut [f32],
) {
    let (patch, filters) = (patch(shape), shape.filters / shape.groups);
    let (patches, workspace) = split_scratch(shape, samples, scratch);
    blocks(shape, samples, |first, rows| {
        for group in 0..shape.groups {
            let patches = &mut patches[..rows * patch];
            gather(shape, input, group, first, 0..patch, patches);
            product(
                rows,
                filters,
                patch,
                Matrix::rows(patches, patch),
                Matrix::rows(&kernel[group * filters..], shape.filters),
                &mut output[first * shape.filters + group * filters..],
                shape.filters,
                accumulate,
                workspace,
            );
        }
    });
}

/// What backward reads.
#[derive(Clone, Copy)]
pub(super) struct Read<'a> {
    pub samples: usize,
    /// `x`; only for the kernel's gradient.
    pub input: &'a [f32],
    /// `dz`.
    pub cotangent: &'a [f32],
    pub kernel: &'a [f32],
}

/// `dx = …` into the first, or `dx += …` with `add`, and `dkernel += …` into the second, where they are given.
pub(super) fn backward(
    shape: &Shape,
    read: Read<'_>,
    mut to: Option<&mut [f32]>,
    add: bool,
    gradients: Option<&mut [f32]>,
    scratch: &mut [f32],
) {
    let Read {
        samples,
        input,
        cotangent,
        kernel,
    } = read;
    if reads_in_place(shape) {
        let (rows, channels, filters) = (samples * positions(shape), shape.channels, shape.filters);
        if let Some(to) = to {
            product(
                rows,
                channels,
                filters,
                Matrix::rows(cotangent, filters),
                Matrix::rows(kernel, filters).transposed(),
                to,
                channels,
                add,
                scratch,
            );
        }
        if let Some(gradients) = gradients {
            product(
                channels,
                filters,
                rows,
                Matrix::rows(input, channels).transposed(),
                Matrix::rows(cotangent, filters),
                gradients,
                filters,
                true,
                scratch,
            );
        }
        return;
    }
    if let (Some(to), false) = (&mut to, add) {
        to.fill(0.0);
    }
    if apart(shape) {
        if let Some(gradients) = gradients {
            let elements = 0..patch(shape);
            depthwise::gradient(*shape, samples, input, cotangent, elements, gradients);
        }
        if let Some(to) = to {
            depthwise::backward(*shape, samples, cotangent, kernel, to);
        }
        return;
    }
    let together = groups_together(shape.channels, shape.filters, shape.groups);
    if together == 1 {
        return through_patches(shape, read, to, gradients, scratch);
    }
    let (spread, scratch) = scratch.split_at_mut(kernel.len() * together);
    let (sums, scratch) = scratch.split_at_mut(kernel.len() * together);
    spread::spread(shape, together, kernel, spread);
    let joined = spread::joined(shape, together);
    let read = Read {
        kernel: spread,
        ..read
    };
    match gradients {
        Some(gradients) => {
            // The chains of sums go on from what is there.
            spread::spread(shape, together, gradients, sums);
            through_patches(&joined, read, to, Some(sums), scratch);
            spread::collect(shape, together, sums, gradients);
        }
        None => through_patches(&joined, read, to, None, scratch),
    }
}

/// The same by patches; `to` is added to.
fn through_patches(
    shape: &Shape,
    read: Read<'_>,
    mut to: Option<&mut [f32]>,
    mut gradients: Option<&mut [f32]>,
    scratch: &mut [f32],
) {
    let (patch, filters) = (patch(shape), shape.filters / shape.groups);
    let (patches, workspace) = split_scratch(shape, read.samples, scratch);
    blocks(shape, read.samples, |first, rows| {
        for group in 0..shape.groups {
            let patches = &mut patches[..rows * patch];
            let cotangent = &read.cotangent[first * shape.filters + group * filters..];
            let cotangent = Matrix::rows(cotangent, shape.filters);
            if let Some(gradients) = &mut gradients {
                gather(shape, read.input, group, first, 0..patch, patches);
                product(
                    patch,
                    filters,
                    rows,
                    Matrix::rows(patches, patch).transposed(),
                    cotangent,
                    &mut gradients[group * filters..],
                    shape.filters,
                    true,
                    workspace,
                );
            }
            if let Some(to) = &mut to {
                let kernel = Matrix::rows(&read.kernel[group * filters..], shape.filters);
                product(
                    rows,
                    patch,
                    filters,
                    cotangent,
                    kernel.transposed(),
                    patches,
                    patch,
                    false,
                    workspace,
                );
                scatter(shape, patches, group, first, to);
            }
        }
    });
}

/// `dkernel += …` for some rows of the kernel's matrix.
pub(super) fn gradient_rows(
    shape: &Shape,
    samples: usize,
    input: &[f32],
    cotangent: &[f32],
    rows: Range<usize>,
    to: &mut [f32],
    scratch: &mut [f32],
) {
    if rows.is_empty() {
        return;
    }
    if apart(shape) {
        return depthwise::gradient(*shape, samples, input, cotangent, rows, to);
    }
    let (columns, filters) = (rows.len(), shape.filters / shape.groups);
    let (patches, workspace) = split_scratch(shape, samples, scratch);
    blocks(shape, samples, |first, positions| {
        for group in 0..shape.groups {
            let patches = &mut patches[..positions * columns];
            gather(shape, input, group, first, rows.clone(), patches);
            let cotangent = &cotangent[first * shape.filters + group * filters..];
            product(
                columns,
                filters,
                positions,
                Matrix::rows(patches, columns).transposed(),
                Matrix::rows(cotangent, shape.filters),
                &mut to[group * filters..],
                shape.filters,
                true,
                workspace,
            );
        }
    });
}
