//! Rows of inputs times a kernel.

use super::blocks::{Columns, Lanes, add_rows, columns, store};
use super::rows::{rows, rows_mut};
use core::num::NonZeroUsize;

struct Row<'a> {
    input: &'a [f32],
    kernel: &'a [f32],
    bias: &'a [f32],
    units: NonZeroUsize,
    accumulate: bool,
}

impl Columns for Row<'_> {
    #[inline(always)]
    fn block<L: Lanes>(&self, first: usize, outputs: &mut L) {
        let sums = add_rows(L::ZERO, self.input, self.kernel, self.units, first);
        store(sums, self.bias, first, self.accumulate, outputs);
    }
}

/// `z = x · kernel + bias`, and `+ z` with `accumulate`.
///
/// `input: [rows, inputs]`, `kernel: [inputs, units]`, `bias: [units]` or empty, `output: [rows, units]`; the number of
/// rows is that of the slices.
#[inline(never)]
pub fn product(
    inputs: usize,
    units: usize,
    input: &[f32],
    kernel: &[f32],
    bias: &[f32],
    accumulate: bool,
    output: &mut [f32],
) {
    let (Some(inputs), Some(units)) = (NonZeroUsize::new(inputs), NonZeroUsize::new(units)) else {
        return;
    };
    for (input, output) in rows(input, inputs).zip(rows_mut(output, units)) {
        let row = Row {
            input,
            kernel,
            bias,
            units,
            accumulate,
        };
        columns(&row, 0, output);
    }
}
