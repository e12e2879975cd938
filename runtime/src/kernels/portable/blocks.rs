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

    /// The same for three, each weight for all of them in turn, so that few are in registers at a time.
    fn multiply_add_three(sums: [Self; 3], x: [f32; 3], weights: &Self) -> [Self; 3];
}

macro_rules! lanes {
    ($count:literal: $($lane:literal)*) => {
        impl Lanes for [f32; $count] {
            const ZERO: Self = [0.0; $count];

            #[inline(always)]
            fn of(values: &[f32]) -> Option<&Self> {
                values.first_chunk()
            }

            #[inline(always)]
            fn add(self, x: &Self) -> Self {
                [$(self[$lane] + x[$lane]),*]
            }

            #[inline(always)]
            fn multiply_add(self, x: &Self, weights: &Self) -> Self {
                [$(self[$lane] + x[$lane] * weights[$lane]),*]
            }

            #[inline(always)]
            fn multiply_add_one(self, x: f32, weights: &Self) -> Self {
                [$(self[$lane] + x * weights[$lane]),*]
            }

            #[inline(always)]
            fn multiply_add_three(mut sums: [Self; 3], x: [f32; 3], weights: &Self) -> [Self; 3] {
                $(
                    sums[0][$lane] += x[0] * weights[$lane];
                    sums[1][$lane] += x[1] * weights[$lane];
                    sums[2][$lane] += x[2] * weights[$lane];
                )*
                sums
            }
        }
    };
}

lanes!(1: 0);
lanes!(4: 0 1 2 3);
lanes!(8: 0 1 2 3 4 5 6 7);
lanes!(16: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);

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
