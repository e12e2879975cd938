//! Rows of inputs times a kernel.

use super::blocks::{Columns, add_rows, columns, store};
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
    fn block<const N: usize>(&self, first: usize, outputs: &mut [f32; N]) {
        let mut sums = [0.0; N];
        add_rows(self.input, self.kernel, self.units, first, &mut sums);
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
    let rows = input.chunks_exact(inputs.get());
    for (input, output) in rows.zip(output.chunks_exact_mut(units.get())) {
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
