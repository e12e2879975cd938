//! Convolutions of many small groups, without patches.
//!
//! A matrix product of a few columns keeps vectors empty, and patches copy each input many times. These loops keep
//! some outputs in registers and run along the filters of a group, or, where each channel has a kernel of its own, along
//! the channels. The sums have the order of the patches' products: `z` over the kernel's elements and then channels,
//! `dx` over positions and then filters, `dkernel` over samples and positions. What lies in the padding is left out.

use super::patches::{place, places, positions};
use crate::kernels::level::for_each_level;
use crate::kernels::portable::{Axis, Convolution};
use core::ops::Range;

/// Some neighbouring values, computed in registers.
trait Columns {
    /// Continues the sums of `values`, which begin at column `first`.
    fn block<const N: usize>(&self, first: usize, values: &mut [f32; N]);
}

/// Continues all sums of `values`, in blocks.
#[inline(always)]
fn columns(sums: &impl Columns, values: &mut [f32]) {
    let len = values.len();
    let (blocks, rest) = values.as_chunks_mut::<32>();
    for (index, block) in blocks.iter_mut().enumerate() {
        sums.block(32 * index, block);
    }
    let mut first = len - rest.len();
    let (blocks, rest) = rest.as_chunks_mut::<8>();
    for block in blocks {
        sums.block(first, block);
        first += 8;
    }
    let (blocks, rest) = rest.as_chunks_mut::<4>();
    for block in blocks {
        sums.block(first, block);
        first += 4;
    }
    for value in rest {
        sums.block(first, core::array::from_mut(value));
        first += 1;
    }
}

/// What a sum runs over: elements of the kernel with the pixel that each is multiplied with.
trait Terms {
    fn each(&self, visit: impl FnMut(usize, usize));
}

/// The elements of the kernel that read within the input at one position, and the places that they read.
struct Reads<'a> {
    axes: &'a [Axis; 3],
    origin: [usize; 3],
    elements: [Range<usize>; 3],
}

impl Reads<'_> {
    #[inline(always)]
    fn new(axes: &[Axis; 3], at: [usize; 3]) -> Reads<'_> {
        let [a, b, c] = axes;
        Reads {
            axes,
            origin: [at[0] * a.stride, at[1] * b.stride, at[2] * c.stride],
            elements: [elements(a, at[0]), elements(b, at[1]), elements(c, at[2])],
        }
    }
}

impl Terms for Reads<'_> {
    #[inline(always)]
    fn each(&self, mut visit: impl FnMut(usize, usize)) {
        let [a, b, c] = self.axes;
        for u in self.elements[0].clone() {
            for v in self.elements[1].clone() {
                let row = place(a, self.origin[0], u) * b.input + place(b, self.origin[1], v);
                for w in self.elements[2].clone() {
                    let element = (u * b.kernel + v) * c.kernel + w;
                    visit(element, row * c.input + place(c, self.origin[2], w));
                }
            }
        }
    }
}

/// The positions at which the kernel reads one place of the input, in ascending order, and the elements that do.
struct Readers<'a> {
    axes: &'a [Axis; 3],
    place: [usize; 3],
}

impl Terms for Readers<'_> {
    #[inline(always)]
    fn each(&self, mut visit: impl FnMut(usize, usize)) {
        let [a, b, c] = self.axes;
        for u in (0..a.kernel).rev() {
            let i = reader(a, self.place[0], u);
            if i >= a.output {
                continue;
            }
            for v in (0..b.kernel).rev() {
                let j = reader(b, self.place[1], v);
                if j >= b.output {
                    continue;
                }
                for w in (0..c.kernel).rev() {
                    let k = reader(c, self.place[2], w);
                    if k < c.output {
                        let element = (u * b.kernel + v) * c.kernel + w;
                        visit(element, (i * b.output + j) * c.output + k);
                    }
                }
            }
        }
    }
}

/// The elements of the kernel that read within the input at position `at` of an axis.
#[inline(always)]
fn elements(axis: &Axis, at: usize) -> Range<usize> {
    let origin = at * axis.stride;
    let reached = |end: usize| match axis.dilation {
        1 => end.saturating_sub(origin),
        dilation => end.saturating_sub(origin).div_ceil(dilation),
    };
    reached(axis.before).min(axis.kernel)..reached(axis.input + axis.before).min(axis.kernel)
}

/// The position at which an element of the kernel reads a place; not less than `output` if there is none.
#[inline(always)]
fn reader(axis: &Axis, place: usize, element: usize) -> usize {
    let distance = (place + axis.before).wrapping_sub(element * axis.dilation);
    match axis.stride {
        1 => distance,
        stride if distance.is_multiple_of(stride) => distance / stride,
        _ => usize::MAX,
    }
}

/// The positions at which an element of the kernel reads within the input.
fn readers(axis: &Axis, element: usize) -> Range<usize> {
    let offset = element * axis.dilation;
    let reached = |end: usize| end.saturating_sub(offset).div_ceil(axis.stride);
    let end = reached(axis.input + axis.before).min(axis.output);
    reached(axis.before).min(end)..end
}

/// Calls `visit` for each pixel of a grid of these lengths, in order.
#[inline(always)]
fn grid(lens: [usize; 3], mut visit: impl FnMut([usize; 3])) {
    for i in 0..lens[0] {
        for j in 0..lens[1] {
            for k in 0..lens[2] {
                visit([i, j, k]);
            }
        }
    }
}

/// One pixel's sums where each channel has a kernel of its own: `Σ from[pixel, c] · kernel[element, c]`.
struct Channels<'a, T> {
    terms: &'a T,
    channels: usize,
    from: &'a [f32],
    kernel: &'a [f32],
}

impl<T: Terms> Columns for Channels<'_, T> {
    #[inline(always)]
    fn block<const N: usize>(&self, first: usize, values: &mut [f32; N]) {
        let mut sums = *values;
        self.terms.each(|element, pixel| {
            let x = &self.from[pixel * self.channels + first..][..N];
            let kernel = &self.kernel[element * self.channels + first..][..N];
            for (sum, (x, kernel)) in sums.iter_mut().zip(x.iter().zip(kernel)) {
                *sum += x * kernel;
            }
        });
        *values = sums;
    }
}

/// One pixel's sums of one group: `Σ from[pixel, p] · kernel[element, p, q]`.
struct Group<'a, T> {
    terms: &'a T,
    /// Length of a pixel that is read, where the group begins in it, and how long it is.
    from_width: usize,
    from_first: usize,
    count: usize,
    /// Length of a pixel that is written, and where the group begins in it.
    to_width: usize,
    to_first: usize,
    from: &'a [f32],
    kernel: &'a [f32],
}

impl<T: Terms> Columns for Group<'_, T> {
    #[inline(always)]
    fn block<const N: usize>(&self, first: usize, values: &mut [f32; N]) {
        let mut sums = *values;
        self.terms.each(|element, pixel| {
            let x = &self.from[pixel * self.from_width + self.from_first..][..self.count];
            let rows = &self.kernel[element * self.count * self.to_width..];
            let rows = rows.chunks_exact(self.to_width);
            for (x, row) in x.iter().zip(rows) {
                let row = &row[self.to_first + first..][..N];
                for (sum, kernel) in sums.iter_mut().zip(row) {
                    *sum += x * kernel;
                }
            }
        });
        *values = sums;
    }
}

/// Sums of the pixels of one sample, of all groups of `count` channels read and `width` written.
#[inline(always)]
fn sums(
    terms: &impl Terms,
    (groups, count, width): (usize, usize, usize),
    from: &[f32],
    kernel: &[f32],
    to: &mut [f32],
) {
    if count == 1 && width == 1 {
        let channels = groups;
        let sums = Channels {
            terms,
            channels,
            from,
            kernel,
        };
        return columns(&sums, to);
    }
    for (group, to) in to.chunks_exact_mut(width).enumerate() {
        let sums = Group {
            terms,
            from_width: groups * count,
            from_first: group * count,
            count,
            to_width: groups * width,
            to_first: group * width,
            from,
            kernel,
        };
        columns(&sums, to);
    }
}

for_each_level! {
    /// `z += x ⋆ kernel`.
    pub(super) fn forward(
        shape: Convolution,
        samples: usize,
        input: &[f32],
        kernel: &[f32],
        output: &mut [f32],
    ) {
        let axes = &shape.windows.axes;
        let sizes = (shape.groups, shape.channels / shape.groups, shape.filters / shape.groups);
        let input_len = places(&shape) * shape.channels;
        let mut outputs = output.chunks_exact_mut(shape.filters);
        for sample in 0..samples {
            let input = &input[sample * input_len..][..input_len];
            grid([axes[0].output, axes[1].output, axes[2].output], |at| {
                let Some(output) = outputs.next() else { return };
                sums(&Reads::new(axes, at), sizes, input, kernel, output);
            });
        }
    }
}

for_each_level! {
    /// `dx += dz`, each times the kernel's elements that read it. `transposed` has what [`transpose`] makes of the kernel.
    pub(super) fn backward(
        shape: Convolution,
        samples: usize,
        cotangent: &[f32],
        transposed: &[f32],
        to: &mut [f32],
    ) {
        let axes = &shape.windows.axes;
        let sizes = (shape.groups, shape.filters / shape.groups, shape.channels / shape.groups);
        let output_len = positions(&shape) * shape.filters;
        let mut pixels = to.chunks_exact_mut(shape.channels);
        for sample in 0..samples {
            let cotangent = &cotangent[sample * output_len..][..output_len];
            grid([axes[0].input, axes[1].input, axes[2].input], |place| {
                let Some(to) = pixels.next() else { return };
                sums(&Readers { axes, place }, sizes, cotangent, transposed, to);
            });
        }
    }
}

/// The kernel with filters and channels of each group exchanged: `[element, filter of the group, channel]`. Where each
/// channel has one filter, that is the kernel.
pub(super) fn transpose<'a>(
    shape: &Convolution,
    kernel: &'a [f32],
    to: &'a mut [f32],
) -> &'a [f32] {
    let (count, width) = (shape.channels / shape.groups, shape.filters / shape.groups);
    if count == 1 && width == 1 {
        return kernel;
    }
    let to = &mut to[..kernel.len()];
    let elements = kernel.chunks_exact(count * shape.filters);
    for (kernel, to) in elements.zip(to.chunks_exact_mut(width * shape.channels)) {
        for (c, row) in kernel.chunks_exact(shape.filters).enumerate() {
            for (index, value) in row.iter().enumerate() {
                let (group, f) = (index / width, index % width);
                to[f * shape.channels + group * count + c] = *value;
            }
        }
    }
    to
}

/// The gradient of some filters at one element and channel, over a row of positions: `Σ x · dz`.
#[derive(Clone, Copy)]
struct Row<'a> {
    /// At the first position.
    x: &'a [f32],
    cotangent: &'a [f32],
    /// From one position to the next.
    x_step: usize,
    cotangent_step: usize,
    positions: usize,
    /// Whether `x` runs along with the filters, or is one channel for all of them.
    own: bool,
}

impl Columns for Row<'_> {
    #[inline(always)]
    fn block<const N: usize>(&self, first: usize, values: &mut [f32; N]) {
        let mut sums = *values;
        for position in 0..self.positions {
            let dz = &self.cotangent[position * self.cotangent_step + first..][..N];
            let x = &self.x[position * self.x_step..];
            if self.own {
                for (sum, (x, dz)) in sums.iter_mut().zip(x[first..][..N].iter().zip(dz)) {
                    *sum += x * dz;
                }
            } else {
                for (sum, dz) in sums.iter_mut().zip(dz) {
                    *sum += x[0] * dz;
                }
            }
        }
        *values = sums;
    }
}

for_each_level! {
    /// `dkernel += Σ x dz`, for some rows of the kernel's matrix.
    pub(super) fn gradient(
        shape: Convolution,
        samples: usize,
        input: &[f32],
        cotangent: &[f32],
        rows: Range<usize>,
        to: &mut [f32],
    ) {
        let [a, b, c] = &shape.windows.axes;
        let (count, width) = (shape.channels / shape.groups, shape.filters / shape.groups);
        let (channels, filters) = (shape.channels, shape.filters);
        for sample in 0..samples {
            grid([a.output, b.output, 1], |[i, j, _]| {
                let first_position = ((sample * a.output + i) * b.output + j) * c.output;
                for u in elements(a, i) {
                    for v in elements(b, j) {
                        let plane = sample * a.input + place(a, i * a.stride, u);
                        let first_place = (plane * b.input + place(b, j * b.stride, v)) * c.input;
                        for w in 0..c.kernel {
                            let row = ((u * b.kernel + v) * c.kernel + w) * count;
                            let inside = readers(c, w);
                            if inside.is_empty() || row + count <= rows.start || row >= rows.end {
                                continue;
                            }
                            let x = first_place + place(c, inside.start * c.stride, w);
                            let x = &input[x * channels..];
                            let dz = &cotangent[(first_position + inside.start) * filters..];
                            let all = Row {
                                x,
                                cotangent: dz,
                                x_step: c.stride * channels,
                                cotangent_step: filters,
                                positions: inside.len(),
                                own: true,
                            };
                            if count == 1 && width == 1 {
                                columns(&all, &mut to[(row - rows.start) * filters..][..filters]);
                                continue;
                            }
                            for channel in 0..count {
                                if !rows.contains(&(row + channel)) {
                                    continue;
                                }
                                let to = &mut to[(row + channel - rows.start) * filters..][..filters];
                                for (group, to) in to.chunks_exact_mut(width).enumerate() {
                                    let one = Row {
                                        x: &x[group * count + channel..],
                                        cotangent: &dz[group * width..],
                                        own: false,
                                        ..all
                                    };
                                    columns(&one, to);
                                }
                            }
                        }
                    }
                }
            });
        }
    }
}
