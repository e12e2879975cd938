//! Convolutions in which each channel has one kernel of its own.
//!
//! There is nothing to multiply as matrices, so the loops run along the channels. The sums have the order of the
//! patches' products: `z` over the kernel's elements, `dx` over positions, `dkernel` over samples and positions. What lies
//! in the padding is left out.

use super::patches::place;
use crate::kernels::level::for_each_level;
use crate::kernels::portable::Convolution;
use core::ops::Range;

/// Calls `visit` for each position of `samples` samples and each element of the kernel that reads inside the input, in
/// order: the position, the number of the element, and the pixel that it reads.
#[inline(always)]
fn visit_taps(shape: &Convolution, samples: usize, mut visit: impl FnMut(usize, usize, usize)) {
    let [a, b, c] = &shape.windows.axes;
    let mut position = 0;
    for sample in 0..samples {
        for i in 0..a.output {
            for j in 0..b.output {
                for k in 0..c.output {
                    for u in 0..a.kernel {
                        let z = place(a, i * a.stride, u);
                        if z >= a.input {
                            continue;
                        }
                        for v in 0..b.kernel {
                            let y = place(b, j * b.stride, v);
                            if y >= b.input {
                                continue;
                            }
                            let row = ((sample * a.input + z) * b.input + y) * c.input;
                            let element = (u * b.kernel + v) * c.kernel;
                            for w in 0..c.kernel {
                                let x = place(c, k * c.stride, w);
                                if x < c.input {
                                    visit(position, element + w, row + x);
                                }
                            }
                        }
                    }
                    position += 1;
                }
            }
        }
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
        visit_taps(&shape, samples, |position, element, pixel| {
            let z = &mut output[position * channels..][..channels];
            let kernel = &kernel[element * channels..][..channels];
            let x = &input[pixel * channels..][..channels];
            for (z, (x, kernel)) in z.iter_mut().zip(x.iter().zip(kernel)) {
                *z += x * kernel;
            }
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
        visit_taps(&shape, samples, |position, element, pixel| {
            let dz = &cotangent[position * channels..][..channels];
            let kernel = &kernel[element * channels..][..channels];
            let dx = &mut to[pixel * channels..][..channels];
            for (dx, (dz, kernel)) in dx.iter_mut().zip(dz.iter().zip(kernel)) {
                *dx += dz * kernel;
            }
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
        visit_taps(&shape, samples, |position, element, pixel| {
            if !wanted.contains(&element) {
                return;
            }
            let dz = &cotangent[position * channels..][..channels];
            let x = &input[pixel * channels..][..channels];
            let dkernel = &mut to[(element - wanted.start) * channels..][..channels];
            for (dkernel, (x, dz)) in dkernel.iter_mut().zip(x.iter().zip(dz)) {
                *dkernel += x * dz;
            }
        });
    }
}
