//! Convolution in which each channel has one filter of its own.

use super::blocks::{Columns, columns, store};
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
    fn block<const N: usize>(&self, first: usize, outputs: &mut [f32; N]) {
        let channels = self.channels.get();
        let mut sums = [0.0; N];
        self.windows.runs(self.at, true, |element, place, count| {
            let x = self.input.get(place * channels..).unwrap_or(&[]);
            let kernel = self.kernel.get(element * channels..).unwrap_or(&[]);
            let rows = x.chunks_exact(channels).zip(kernel.chunks_exact(channels));
            for (x, kernel) in rows.take(count) {
                let (Some(x), Some(kernel)) = (
                    x.get(first..).and_then(<[f32]>::first_chunk::<N>),
                    kernel.get(first..).and_then(<[f32]>::first_chunk::<N>),
                ) else {
                    return;
                };
                for (sum, (x, kernel)) in sums.iter_mut().zip(x.iter().zip(kernel)) {
                    *sum += x * kernel;
                }
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
    let mut outputs = output.chunks_exact_mut(channels.get());
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
