//! Between an input and its patches.

use crate::kernels::level::for_each_level;
use crate::kernels::portable::{Axis, Convolution};
use core::ops::Range;

/// The input's place that an element of the kernel reads; not less than the axis' length if it lies outside.
#[inline(always)]
pub(super) fn place(axis: &Axis, origin: usize, element: usize) -> usize {
    (origin + element * axis.dilation).wrapping_sub(axis.before)
}

/// Number of places in an input.
pub(super) const fn places(shape: &Convolution) -> usize {
    let [a, b, c] = &shape.windows.axes;
    a.input * b.input * c.input
}

/// Number of positions in an output.
pub(super) const fn positions(shape: &Convolution) -> usize {
    let [a, b, c] = &shape.windows.axes;
    a.output * b.output * c.output
}

/// Elements of a patch, of one group: rows of the kernel's matrix.
pub(super) const fn patch(shape: &Convolution) -> usize {
    let [a, b, c] = &shape.windows.axes;
    a.kernel * b.kernel * c.kernel * (shape.channels / shape.groups)
}

/// Calls `visit` for each position of a block, in order: the index of its sample's first element in the input, and
/// along each axis the input's place at the kernel's first element, the padding not yet taken off.
#[inline(always)]
fn positions_of(
    shape: &Convolution,
    first: usize,
    rows: usize,
    mut visit: impl FnMut(usize, [usize; 3]),
) {
    let [a, b, c] = &shape.windows.axes;
    let input_len = places(shape) * shape.channels;
    let mut sample = first / positions(shape);
    let mut outer = first / (b.output * c.output) % a.output;
    let mut row = first / c.output % b.output;
    let mut column = first % c.output;
    for _ in 0..rows {
        let origin = [outer * a.stride, row * b.stride, column * c.stride];
        visit(sample * input_len, origin);
        column += 1;
        if column == c.output {
            (column, row) = (0, row + 1);
        }
        if row == b.output {
            (row, outer) = (0, outer + 1);
        }
        if outer == a.output {
            (outer, sample) = (0, sample + 1);
        }
    }
}

/// Calls `visit` for each element of the kernel at a position: the index of its first channel within a patch, and of
/// the input's first channel of the group within the sample, `None` in the padding.
#[inline(always)]
fn taps(
    shape: &Convolution,
    group: usize,
    origin: [usize; 3],
    mut visit: impl FnMut(usize, Option<usize>),
) {
    let [a, b, c] = &shape.windows.axes;
    let channels = shape.channels / shape.groups;
    let mut tap = 0;
    for u in 0..a.kernel {
        let z = place(a, origin[0], u);
        for v in 0..b.kernel {
            let y = place(b, origin[1], v);
            for w in 0..c.kernel {
                let x = place(c, origin[2], w);
                let inside = z < a.input && y < b.input && x < c.input;
                let first =
                    || ((z * b.input + y) * c.input + x) * shape.channels + group * channels;
                visit(tap, inside.then(first));
                tap += channels;
            }
        }
    }
}

/// Whether neighbours in a row of the kernel read neighbours of the input.
fn has_runs(shape: &Convolution) -> bool {
    shape.groups == 1 && shape.windows.axes[2].dilation == 1
}

/// Calls `visit` for each row of the kernel at a position, if there are [runs](has_runs): the range of the row within a
/// patch that lies inside the input, where it begins in the sample, and the row's whole range.
#[inline(always)]
fn row_runs(
    shape: &Convolution,
    origin: [usize; 3],
    mut visit: impl FnMut(Range<usize>, usize, Range<usize>),
) {
    let [a, b, c] = &shape.windows.axes;
    let channels = shape.channels;
    let width = c.kernel * channels;
    let skipped = c.before.saturating_sub(origin[2]).min(c.kernel);
    let x = (origin[2] + skipped).saturating_sub(c.before);
    let count = (c.kernel - skipped).min(c.input.saturating_sub(x));
    let (skipped, len) = (skipped * channels, count * channels);
    let step = b.dilation * c.input * channels;
    let mut whole = 0;
    for u in 0..a.kernel {
        let z = place(a, origin[0], u);
        if z >= a.input {
            for _ in 0..b.kernel {
                visit(whole..whole, 0, whole..whole + width);
                whole += width;
            }
            continue;
        }
        let mut y = place(b, origin[1], 0);
        let row = (z * b.input).wrapping_add(y);
        let mut from = row
            .wrapping_mul(c.input)
            .wrapping_add(x)
            .wrapping_mul(channels);
        for _ in 0..b.kernel {
            let start = whole + skipped;
            let len = if y < b.input { len } else { 0 };
            visit(start..start + len, from, whole..whole + width);
            whole += width;
            y = y.wrapping_add(b.dilation);
            from = from.wrapping_add(step);
        }
    }
}

/// Copies `len` elements, and more up to a multiple of `LANES` where both slices go on: what comes after them is yet to be
/// written.
#[inline(always)]
fn copy_lanes<const LANES: usize>(
    input: &[f32],
    mut from: usize,
    patches: &mut [f32],
    mut to: usize,
    len: usize,
) {
    let end = to + len;
    while to < end {
        let source = input[from..].first_chunk::<LANES>();
        match (source, patches[to..].first_chunk_mut::<LANES>()) {
            (Some(source), Some(target)) => *target = *source,
            _ => {
                for (to, from) in patches[to..end].iter_mut().zip(&input[from..]) {
                    *to = *from;
                }
                return;
            }
        }
        (from, to) = (from + LANES, to + LANES);
    }
}

/// Copies `len` elements, and perhaps some of what comes after them. The runs of a patch are short: calls of a function that
/// copies would take longer than the copies.
#[inline(always)]
fn copy_run(input: &[f32], from: usize, patches: &mut [f32], to: usize, len: usize) {
    match len {
        0..=4 => copy_lanes::<4>(input, from, patches, to, len),
        5..=8 => copy_lanes::<8>(input, from, patches, to, len),
        _ => copy_lanes::<16>(input, from, patches, to, len),
    }
}

for_each_level! {
    /// Writes whole patches of a block of positions whose rows are [runs](has_runs).
    fn gather_runs(shape: &Convolution, input: &[f32], first: usize, patches: &mut [f32]) {
        let [a, b, c] = &shape.windows.axes;
        let (width, run) = (patch(shape), c.kernel * shape.channels);
        let row_len = c.input * shape.channels;
        let mut start = 0;
        positions_of(shape, first, patches.len() / width, |sample, origin| {
            let x = origin[2].wrapping_sub(c.before);
            if x <= c.input.wrapping_sub(c.kernel) && c.kernel <= c.input {
                // Nothing of the kernel's rows lies beside the input.
                let from = sample + x * shape.channels;
                let mut to = start;
                for u in 0..a.kernel {
                    let z = place(a, origin[0], u);
                    for v in 0..b.kernel {
                        let y = place(b, origin[1], v);
                        if z < a.input && y < b.input {
                            copy_run(input, from + (z * b.input + y) * row_len, patches, to, run);
                        } else {
                            patches[to..to + run].fill(0.0);
                        }
                        to += run;
                    }
                }
            } else {
                row_runs(shape, origin, |inside, from, whole| {
                    patches[start + whole.start..start + inside.start].fill(0.0);
                    if !inside.is_empty() {
                        copy_run(input, sample + from, patches, start + inside.start, inside.len());
                    }
                    patches[start + inside.end..start + whole.end].fill(0.0);
                });
            }
            start += width;
        });
    }
}

/// Writes the given columns of the patches of a block of positions.
pub(super) fn gather(
    shape: &Convolution,
    input: &[f32],
    group: usize,
    first: usize,
    columns: Range<usize>,
    patches: &mut [f32],
) {
    if has_runs(shape) && columns.len() == patch(shape) {
        return gather_runs(shape, input, first, patches);
    }
    let rows = patches.len() / columns.len();
    let channels = shape.channels / shape.groups;
    let mut patches = patches.chunks_exact_mut(columns.len());
    positions_of(shape, first, rows, |sample, origin| {
        let Some(patch) = patches.next() else { return };
        taps(shape, group, origin, |tap, from| {
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
pub(super) fn scatter(
    shape: &Convolution,
    patches: &[f32],
    group: usize,
    first: usize,
    to: &mut [f32],
) {
    let width = patch(shape);
    let rows = patches.len() / width;
    let channels = shape.channels / shape.groups;
    let runs = has_runs(shape);
    let mut patches = patches.chunks_exact(width);
    positions_of(shape, first, rows, |sample, origin| {
        let Some(patch) = patches.next() else { return };
        if runs {
            row_runs(shape, origin, |inside, from, _| {
                if !inside.is_empty() {
                    let to = &mut to[sample + from..][..inside.len()];
                    to.iter_mut()
                        .zip(&patch[inside])
                        .for_each(|(to, value)| *to += value);
                }
            });
            return;
        }
        taps(shape, group, origin, |tap, from| {
            if let Some(from) = from {
                let to = &mut to[sample + from..][..channels];
                to.iter_mut()
                    .zip(&patch[tap..tap + channels])
                    .for_each(|(to, value)| *to += value);
            }
        });
    });
}
