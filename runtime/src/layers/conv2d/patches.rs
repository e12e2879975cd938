//! Between an input and its patches.

use super::Conv2D;
use core::ops::Range;

impl Conv2D {
    /// Calls `visit` for each position of a block, in order: the index of its sample's first element in the input,
    /// and the input's row and column at the kernel's first element, `top` and `left` not yet taken off.
    fn positions_of(&self, first: usize, rows: usize, mut visit: impl FnMut(usize, usize, usize)) {
        let input_len = self.height * self.width * self.channels;
        let mut sample = first / self.positions();
        let mut row = first % self.positions() / self.output_width;
        let mut column = first % self.output_width;
        for _ in 0..rows {
            visit(
                sample * input_len,
                row * self.strides[0],
                column * self.strides[1],
            );
            column += 1;
            if column == self.output_width {
                (column, row) = (0, row + 1);
            }
            if row == self.output_height {
                (row, sample) = (0, sample + 1);
            }
        }
    }

    /// Calls `visit` for each element (u, v) of the kernel at a position: the index of its first channel within a
    /// patch, and of the input's first channel of the group within the sample, `None` in the padding.
    #[inline(always)]
    fn taps(
        &self,
        group: usize,
        row: usize,
        column: usize,
        mut visit: impl FnMut(usize, Option<usize>),
    ) {
        let channels = self.channels / self.groups;
        let mut tap = 0;
        for u in 0..self.kernel_size[0] {
            let y = (row + u * self.dilation[0]).wrapping_sub(self.top);
            for v in 0..self.kernel_size[1] {
                let x = (column + v * self.dilation[1]).wrapping_sub(self.left);
                let inside = y < self.height && x < self.width;
                visit(
                    tap,
                    inside.then(|| (y * self.width + x) * self.channels + group * channels),
                );
                tap += channels;
            }
        }
    }

    /// Whether neighbours in a row of the kernel read neighbours of the input.
    fn runs(&self) -> bool {
        self.groups == 1 && self.dilation[1] == 1
    }

    /// Calls `visit` for each row of the kernel at a position, if [`runs`](Self::runs): the range of the row within a
    /// patch that lies inside the input, where it begins in the sample, and the row's whole range.
    #[inline(always)]
    fn row_runs(
        &self,
        row: usize,
        column: usize,
        mut visit: impl FnMut(Range<usize>, usize, Range<usize>),
    ) {
        let width = self.kernel_size[1] * self.channels;
        let skipped = self.left.saturating_sub(column).min(self.kernel_size[1]);
        let x = (column + skipped).saturating_sub(self.left);
        let count = (self.kernel_size[1] - skipped).min(self.width.saturating_sub(x));
        for u in 0..self.kernel_size[0] {
            let y = (row + u * self.dilation[0]).wrapping_sub(self.top);
            let start = u * width + skipped * self.channels;
            let end = if y < self.height {
                start + count * self.channels
            } else {
                start
            };
            visit(
                start..end,
                y.wrapping_mul(self.width)
                    .wrapping_add(x)
                    .wrapping_mul(self.channels),
                u * width..(u + 1) * width,
            );
        }
    }

    /// Writes the given columns of the patches of a block of positions.
    pub(super) fn gather(
        &self,
        input: &[f32],
        group: usize,
        first: usize,
        columns: Range<usize>,
        patches: &mut [f32],
    ) {
        let rows = patches.len() / columns.len();
        let channels = self.channels / self.groups;
        let all = columns.len() == self.patch();
        let mut patches = patches.chunks_exact_mut(columns.len());
        self.positions_of(first, rows, |sample, row, column| {
            let Some(patch) = patches.next() else { return };
            if all && self.runs() {
                self.row_runs(row, column, |inside, from, whole| {
                    patch[whole.start..inside.start].fill(0.0);
                    if !inside.is_empty() {
                        let from = sample + from;
                        patch[inside.clone()].copy_from_slice(&input[from..from + inside.len()]);
                    }
                    patch[inside.end..whole.end].fill(0.0);
                });
                return;
            }
            self.taps(group, row, column, |tap, from| {
                let (start, end) = (tap.max(columns.start), (tap + channels).min(columns.end));
                if start < end {
                    let to = &mut patch[start - columns.start..end - columns.start];
                    match from {
                        Some(from) => {
                            let from = sample + from + (start - tap);
                            to.copy_from_slice(&input[from..from + to.len()]);
                        }
                        None => to.fill(0.0),
                    }
                }
            });
        });
    }

    /// Adds whole patches of a block of positions where they were gathered, in order.
    pub(super) fn scatter(&self, patches: &[f32], group: usize, first: usize, to: &mut [f32]) {
        let rows = patches.len() / self.patch();
        let channels = self.channels / self.groups;
        let mut patches = patches.chunks_exact(self.patch());
        self.positions_of(first, rows, |sample, row, column| {
            let Some(patch) = patches.next() else { return };
            if self.runs() {
                self.row_runs(row, column, |inside, from, _| {
                    if !inside.is_empty() {
                        let to = &mut to[sample + from..][..inside.len()];
                        to.iter_mut()
                            .zip(&patch[inside])
                            .for_each(|(to, value)| *to += value);
                    }
                });
                return;
            }
            self.taps(group, row, column, |tap, from| {
                if let Some(from) = from {
                    let to = &mut to[sample + from..][..channels];
                    to.iter_mut()
                        .zip(&patch[tap..tap + channels])
                        .for_each(|(to, value)| *to += value);
                }
            });
        });
    }
}
