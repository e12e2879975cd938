//! Convolution without patches.

use super::blocks::{Columns, Lanes, add_rows, columns, store};
use super::rows::rows_mut;
use super::triples::triples;
use super::windows::Windows;
use core::mem;
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
pub(super) struct Position<'a> {
    pub(super) shape: &'a Convolution,
    pub(super) at: [usize; 3],
    /// The input's first channel of the group.
    channel: usize,
    /// Channels of a group.
    channels: usize,
    pub(super) filters: NonZeroUsize,
    pub(super) input: &'a [f32],
    pub(super) kernel: &'a [f32],
    pub(super) bias: &'a [f32],
    pub(super) accumulate: bool,
}

impl Columns for Position<'_> {
    #[inline(always)]
    fn block<L: Lanes>(&self, first: usize, outputs: &mut L) {
        let shape = self.shape;
        let width = self.filters.get();
        let mut sums = L::ZERO;
        shape
            .windows
            .runs(self.at, shape.groups == 1, |element, place, count| {
                let len = count * self.channels;
                let x = part(self.input, place * shape.channels + self.channel, len);
                let rows = part(self.kernel, element * self.channels * width, len * width);
                sums = add_rows(sums, x, rows, self.filters, first);
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
    let mut rest = output;
    // How many filters of how many positions have been computed.
    let (mut ready, mut positions) = (0, 0);
    shape.windows.positions(|at| {
        let Some((output, behind)) = mem::take(&mut rest).split_at_mut_checked(filters.get())
        else {
            return;
        };
        let mut position = Position {
            shape,
            at,
            channel: 0,
            channels,
            filters,
            input,
            kernel,
            bias,
            accumulate,
        };
        if positions == 0 {
            ready = triples(&position, output, behind);
            positions = if ready > 0 { 3 } else { 1 };
        }
        positions -= 1;
        if ready < filters.get() {
            for (group, output) in rows_mut(output, group_filters).enumerate() {
                position.channel = group * channels;
                let first = group * group_filters.get() + ready;
                columns(&position, first, output.get_mut(ready..).unwrap_or(&mut []));
            }
        }
        rest = behind;
    });
}
