//! Several outputs at once: the part that product and convolution share.

use super::rows::rows;
use core::array;
use core::num::NonZeroUsize;

/// Some neighbouring numbers that are computed together.
///
/// Their loops are written out, so that they are in registers also where a compiler that was asked for small code unrolls
/// nothing.
pub(super) trait Lanes: Copy {
    /// All zero.
    const ZERO: Self;

    /// The first numbers of a slice, if there are enough.
    fn of(values: &[f32]) -> Option<&Self>;

    /// `self + x`.
    fn add(self, x: &Self) -> Self;

    /// `self + x · weights`, each rounded.
    fn multiply_add(self, x: &Self, weights: &Self) -> Self;

    /// `self + x · weights` with the same x for all, each rounded.
    fn multiply_add_one(self, x: f32, weights: &Self) -> Self;
}

macro_rules! lanes {
    ($count:literal: $($sum:ident $x:ident $weight:ident),*) => {
        impl Lanes for [f32; $count] {
            const ZERO: Self = [0.0; $count];

            #[inline(always)]
            fn of(values: &[f32]) -> Option<&Self> {
                values.first_chunk()
            }

            #[inline(always)]
            fn add(self, x: &Self) -> Self {
                let ([$($sum),*], [$($x),*]) = (self, *x);
                [$($sum + $x),*]
            }

            #[inline(always)]
            fn multiply_add(self, x: &Self, weights: &Self) -> Self {
                let ([$($sum),*], [$($x),*], [$($weight),*]) = (self, *x, *weights);
                [$($sum + $x * $weight),*]
            }

            #[inline(always)]
            fn multiply_add_one(self, x: f32, weights: &Self) -> Self {
                let ([$($sum),*], [$($weight),*]) = (self, *weights);
                [$($sum + x * $weight),*]
            }
        }
    };
}

lanes!(1: s0 x0 w0);
lanes!(4: s0 x0 w0, s1 x1 w1, s2 x2 w2, s3 x3 w3);
lanes!(16:
    s0 x0 w0, s1 x1 w1, s2 x2 w2, s3 x3 w3, s4 x4 w4, s5 x5 w5, s6 x6 w6, s7 x7 w7,
    s8 x8 w8, s9 x9 w9, s10 x10 w10, s11 x11 w11, s12 x12 w12, s13 x13 w13, s14 x14 w14, s15 x15 w15
);

/// How the outputs of one row are computed, some at a time.
pub(super) trait Columns {
    /// Computes the outputs from the number `first` on.
    fn block<L: Lanes>(&self, first: usize, outputs: &mut L);
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

/// The columns of a row from the number `first` on.
#[inline(always)]
pub(super) fn from<L: Lanes>(row: &[f32], first: usize) -> Option<&L> {
    row.get(first..).and_then(L::of)
}

/// `sums[n] + Σ x[p] · kernel[p, first + n]`, p ascending, with a kernel of rows of `width`.
#[inline(always)]
pub(super) fn add_rows<L: Lanes>(
    mut sums: L,
    x: &[f32],
    kernel: &[f32],
    width: NonZeroUsize,
    first: usize,
) -> L {
    for (x, row) in x.iter().zip(rows(kernel, width)) {
        let Some(weights) = from(row, first) else {
            break;
        };
        sums = sums.multiply_add_one(*x, weights);
    }
    sums
}

/// Writes sums with their bias, if there is one; with `accumulate`, the outputs are added.
#[inline(always)]
pub(super) fn store<L: Lanes>(
    mut sums: L,
    bias: &[f32],
    first: usize,
    accumulate: bool,
    outputs: &mut L,
) {
    if let Some(bias) = from(bias, first) {
        sums = sums.add(bias);
    }
    if accumulate {
        sums = sums.add(outputs);
    }
    *outputs = sums;
}
