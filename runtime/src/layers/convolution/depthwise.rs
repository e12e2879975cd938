//! Convolutions in which each channel has one kernel of its own.
//!
//! There is nothing to multiply as matrices. One element of the kernel after the other is multiplied with what it reads at a
//! whole row of positions, some channels at a time, so that it stays in registers. The sums have the order of the
//! patches' products: `z` over the kernel's elements, `dx` over positions, `dkernel` over samples and positions. What lies
//! in the padding is left out.

use super::patches::place;
use crate::kernels::level::for_each_level;
use crate::kernels::portable::{Axis, Convolution};
use core::ops::Range;

/// An element of the kernel at a row of positions at which it reads within the input.
#[derive(Clone, Copy)]
struct Run {
    /// The element's number.
    element: usize,
    /// The first position, and the place that is read there, both counted over all samples.
    position: usize,
    place: usize,
    /// How many positions, one after the other.
    positions: usize,
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

/// The positions at which an element of the kernel reads within the input.
#[inline(always)]
fn readers(axis: &Axis, element: usize) -> Range<usize> {
    let offset = element * axis.dilation;
    let reached = |end: usize| match axis.stride {
        1 => end.saturating_sub(offset),
        stride => end.saturating_sub(offset).div_ceil(stride),
    };
    let end = reached(axis.input + axis.before).min(axis.output);
    reached(axis.before).min(end)..end
}

/// Calls `visit` with all runs of some samples: rows of positions ascend, and for each of them the kernel's elements. With
/// `backward` the elements along the last axis descend, so that what is added to a place comes from ascending positions.
#[inline(always)]
fn runs(shape: &Convolution, samples: usize, backward: bool, mut visit: impl FnMut(Run)) {
    let [a, b, c] = &shape.windows.axes;
    for sample in 0..samples {
        for i in 0..a.output {
            for j in 0..b.output {
                let positions = ((sample * a.output + i) * b.output + j) * c.output;
                for u in elements(a, i) {
                    let plane = sample * a.input + place(a, i * a.stride, u);
                    for v in elements(b, j) {
                        let places = (plane * b.input + place(b, j * b.stride, v)) * c.input;
                        for step in 0..c.kernel {
                            let w = if backward { c.kernel - 1 - step } else { step };
                            let inside = readers(c, w);
                            if !inside.is_empty() {
                                visit(Run {
                                    element: (u * b.kernel + v) * c.kernel + w,
                                    position: positions + inside.start,
                                    place: places + place(c, inside.start * c.stride, w),
                                    positions: inside.len(),
                                });
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Something that is done to some neighbouring channels at a time.
trait Channels {
    fn block<const N: usize>(&mut self, first: usize);
}

/// All of so many channels, in blocks.
#[inline(always)]
fn in_blocks(channels: usize, work: &mut impl Channels) {
    let mut first = 0;
    while first + 64 <= channels {
        work.block::<64>(first);
        first += 64;
    }
    while first + 16 <= channels {
        work.block::<16>(first);
        first += 16;
    }
    while first + 4 <= channels {
        work.block::<4>(first);
        first += 4;
    }
    while first < channels {
        work.block::<1>(first);
        first += 1;
    }
}

/// `to += from · kernel`, pixel by pixel.
struct Scaled<'a> {
    kernel: &'a [f32],
    from: &'a [f32],
    to: &'a mut [f32],
    /// From one pixel to the next in both.
    steps: [usize; 2],
    pixels: usize,
}

impl Channels for Scaled<'_> {
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let mut kernel = [0.0; N];
        kernel.copy_from_slice(&self.kernel[first..][..N]);
        let from = self.from[first..].chunks(self.steps[0]);
        let to = self.to[first..].chunks_mut(self.steps[1]);
        for (from, to) in from.zip(to).take(self.pixels) {
            for (to, (from, kernel)) in to[..N].iter_mut().zip(from[..N].iter().zip(&kernel)) {
                *to += from * kernel;
            }
        }
    }
}

/// `to += Σ x · dz` over some pixels.
struct Correlated<'a> {
    x: &'a [f32],
    cotangent: &'a [f32],
    to: &'a mut [f32],
    /// From one pixel to the next in both.
    steps: [usize; 2],
    pixels: usize,
}

impl Channels for Correlated<'_> {
    #[inline(always)]
    fn block<const N: usize>(&mut self, first: usize) {
        let mut sums = [0.0; N];
        sums.copy_from_slice(&self.to[first..][..N]);
        let x = self.x[first..].chunks(self.steps[0]);
        let cotangent = self.cotangent[first..].chunks(self.steps[1]);
        for (x, dz) in x.zip(cotangent).take(self.pixels) {
            for (sum, (x, dz)) in sums.iter_mut().zip(x[..N].iter().zip(&dz[..N])) {
                *sum += x * dz;
            }
        }
        self.to[first..][..N].copy_from_slice(&sums);
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
        let channels = shape.channels;
        let step = shape.windows.axes[2].stride * channels;
        runs(&shape, samples, false, |run| {
            let mut scaled = Scaled {
                kernel: &kernel[run.element * channels..],
                from: &input[run.place * channels..],
                to: &mut output[run.position * channels..],
                steps: [step, channels],
                pixels: run.positions,
            };
            in_blocks(channels, &mut scaled);
        });
    }
}

for_each_level! {
    /// `dx += dz`, each times the kernel's element that read it.
    pub(super) fn backward(
        shape: Convolution,
        samples: usize,
        cotangent: &[f32],
        kernel: &[f32],
        to: &mut [f32],
    ) {
        let channels = shape.channels;
        let step = shape.windows.axes[2].stride * channels;
        runs(&shape, samples, true, |run| {
            let mut scaled = Scaled {
                kernel: &kernel[run.element * channels..],
                from: &cotangent[run.position * channels..],
                to: &mut to[run.place * channels..],
                steps: [channels, step],
                pixels: run.positions,
            };
            in_blocks(channels, &mut scaled);
        });
    }
}

for_each_level! {
    /// `dkernel += Σ x dz`, for some of the kernel's elements.
    pub(super) fn gradient(
        shape: Convolution,
        samples: usize,
        input: &[f32],
        cotangent: &[f32],
        wanted: Range<usize>,
        to: &mut [f32],
    ) {
        let channels = shape.channels;
        let step = shape.windows.axes[2].stride * channels;
        runs(&shape, samples, false, |run| {
            if !wanted.contains(&run.element) {
                return;
            }
            let mut correlated = Correlated {
                x: &input[run.place * channels..],
                cotangent: &cotangent[run.position * channels..],
                to: &mut to[(run.element - wanted.start) * channels..],
                steps: [step, channels],
                pixels: run.positions,
            };
            in_blocks(channels, &mut correlated);
        });
    }
}
