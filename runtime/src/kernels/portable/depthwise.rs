//! Convolution in which each channel has one filter of its own.

use super::blocks::{Columns, Lanes, columns, from, store};
use super::rows::{rows, rows_mut};
use super::windows::Windows;
use core::num::NonZeroUsize;

/// Channels at one position.
struct Position<'a> {
    windows: &'a Windows,
    at: [usize; 3],
    channels: NonZeroUsize,
    input: &'a [f32],
    kernel: &'a [f32],
    bias: &'a [f32],
    accumulate: bool,
}

impl Columns for Position<'_> {
    #[inline(always)]
    fn block<L: Lanes>(&self, first: usize, outputs: &mut L) {
        let channels = self.channels.get();
        let mut sums = L::ZERO;
        self.windows.runs(self.at, true, |element, place, count| {
            let x = self.input.get(place * channels..).unwrap_or(&[]);
            let kernel = self.kernel.get(element * channels..).unwrap_or(&[]);
            let rows = rows(x, self.channels).zip(rows(kernel, self.channels));
            for (x, kernel) in rows.take(count) {
                let (Some(x), Some(kernel)) = (from(x, first), from(kernel, first)) else {
                    return;
                };
                sums = sums.multiply_add(x, kernel);
            }
        });
        store(sums, self.bias, first, self.accumulate, outputs);
    }
}

/// The bits of [`convolution`](super::convolution()) with as many groups as channels and filters, faster.
///
/// `input: [places, channels]`, `kernel: [elements, channels]`, `bias: [channels]` or empty, `output: [positions,
/// channels]`.
#[inline(never)]
pub fn depthwise(
    windows: &Windows,
    channels: usize,
    input: &[f32],
    kernel: &[f32],
    bias: &[f32],
    accumulate: bool,
    output: &mut [f32],
) {
    let Some(channels) = NonZeroUsize::new(channels) else {
        return;
    };
    let mut outputs = rows_mut(output, channels);
    windows.positions(|at| {
        let Some(output) = outputs.next() else { return };
        let position = Position {
            windows,
            at,
            channels,
            input,
            kernel,
            bias,
            accumulate,
        };
        columns(&position, 0, output);
    });
}
