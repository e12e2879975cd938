//! Convolution without patches.

use super::blocks::{Columns, add_rows, columns, store};
use super::windows::Windows;
use core::num::NonZeroUsize;

/// The dimensions of a convolution over up to three axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// How the kernel slides.
    pub windows: Windows,
    /// Channels of the input.
    pub channels: usize,
    /// Channels of the output.
    pub filters: usize,
    /// Into how many groups channels and filters are split.
    pub groups: usize,
}

/// The outputs of one group at one position.
struct Position<'a> {
    shape: &'a Convolution,
    at: [usize; 3],
    /// The input's first channel of the group.
    channel: usize,
    /// Channels of a group.
    channels: usize,
    filters: NonZeroUsize,
    input: &'a [f32],
    kernel: &'a [f32],
    bias: &'a [f32],
    accumulate: bool,
}

impl Columns for Position<'_> {
    #[inline(always)]
    fn block<const N: usize>(&self, first: usize, outputs: &mut [f32; N]) {
        let shape = self.shape;
        let width = self.filters.get();
        let mut sums = [0.0; N];
        shape
            .windows
            .runs(self.at, shape.groups == 1, |element, place, count| {
                let len = count * self.channels;
                let x = part(self.input, place * shape.channels + self.channel, len);
                let rows = part(self.kernel, element * self.channels * width, len * width);
                add_rows(x, rows, self.filters, first, &mut sums);
            });
        store(sums, self.bias, first, self.accumulate, outputs);
    }
}

/// Some elements, or none if they don't exist.
#[inline(always)]
fn part(values: &[f32], first: usize, len: usize) -> &[f32] {
    let from = values.get(first..).unwrap_or(&[]);
    from.get(..len).unwrap_or(&[])
}

/// `z = x ⋆ kernel + bias`, and `+ z` with `accumulate`.
///
/// `input: [places, channels]`, `kernel: [elements, channels / groups, filters]`, `bias: [filters]` or empty, `output:
/// [positions, filters]`, with the axes of the windows in place of places, elements and positions.
///
/// The terms of a chain are the kernel's elements in order, and for each its channels. What the kernel reads in the
/// padding is left out. A patch has zeros there, whose terms `0 · w` change no bit of a chain that began with 0, unless `w`
/// is infinite or NaN.
#[inline(never)]
pub fn convolution(
    shape: &Convolution,
    input: &[f32],
    kernel: &[f32],
    bias: &[f32],
    accumulate: bool,
    output: &mut [f32],
) {
    let (Some(filters), Some(groups)) = (
        NonZeroUsize::new(shape.filters),
        NonZeroUsize::new(shape.groups),
    ) else {
        return;
    };
    let channels = shape.channels / groups;
    let Some(group_filters) = NonZeroUsize::new(shape.filters / groups) else {
        return;
    };
    let mut outputs = output.chunks_exact_mut(filters.get());
    shape.windows.positions(|at| {
        let Some(output) = outputs.next() else { return };
        for (group, output) in output.chunks_exact_mut(group_filters.get()).enumerate() {
            let position = Position {
                shape,
                at,
                channel: group * channels,
                channels,
                filters,
                input,
                kernel,
                bias,
                accumulate,
            };
            columns(&position, group * group_filters.get(), output);
        }
    });
}
