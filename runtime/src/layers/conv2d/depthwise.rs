//! Convolutions with as many groups as channels and filters: each channel has a kernel of its own.
//!
//! There is nothing to multiply as matrices, so the loops run along the channels. The sums have the order of the
//! patches' products: `z` over the kernel's elements, `dx` over positions, `dkernel` over samples and positions.

use super::Conv2D;
use crate::kernels::level::for_each_level;
use core::ops::Range;

impl Conv2D {
    /// Whether each filter reads one channel and each channel is read by one filter.
    pub(super) const fn is_depthwise(&self) -> bool {
        self.groups > 1 && self.groups == self.channels && self.filters == self.channels
    }

    /// Calls `visit` for each position of `samples` samples and each element (u, v) of the kernel that reads inside the
    /// input, in order: the position, the number of the element, and where the input's channels begin.
    #[inline(always)]
    fn visit_taps(&self, samples: usize, mut visit: impl FnMut(usize, usize, usize)) {
        let mut position = 0;
        for sample in 0..samples {
            for i in 0..self.output_height {
                for j in 0..self.output_width {
                    for u in 0..self.kernel_size[0] {
                        let y = (i * self.strides[0] + u * self.dilation[0]).wrapping_sub(self.top);
                        if y >= self.height {
                            continue;
                        }
                        for v in 0..self.kernel_size[1] {
                            let x = (j * self.strides[1] + v * self.dilation[1])
                                .wrapping_sub(self.left);
                            if x < self.width {
                                let pixel = (sample * self.height + y) * self.width + x;
                                visit(position, u * self.kernel_size[1] + v, pixel * self.channels);
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
    pub(super) fn forward(layer: Conv2D, samples: usize, input: &[f32], kernel: &[f32], output: &mut [f32]) {
        let channels = layer.channels;
        layer.visit_taps(samples, |position, tap, pixel| {
            let z = &mut output[position * channels..][..channels];
            let kernel = &kernel[tap * channels..][..channels];
            let x = &input[pixel..][..channels];
            for (z, (x, kernel)) in z.iter_mut().zip(x.iter().zip(kernel)) {
                *z += x * kernel;
            }
        });
    }
}

for_each_level! {
    /// `dx += dz`, each times the kernel's element that read it.
    pub(super) fn backward(layer: Conv2D, samples: usize, cotangent: &[f32], kernel: &[f32], to: &mut [f32]) {
        let channels = layer.channels;
        layer.visit_taps(samples, |position, tap, pixel| {
            let dz = &cotangent[position * channels..][..channels];
            let kernel = &kernel[tap * channels..][..channels];
            let dx = &mut to[pixel..][..channels];
            for (dx, (dz, kernel)) in dx.iter_mut().zip(dz.iter().zip(kernel)) {
                *dx += dz * kernel;
            }
        });
    }
}

for_each_level! {
    /// `dkernel += Σ x dz`, for some of the kernel's elements.
    pub(super) fn gradient(
        layer: Conv2D,
        samples: usize,
        input: &[f32],
        cotangent: &[f32],
        taps: Range<usize>,
        to: &mut [f32],
    ) {
        let channels = layer.channels;
        layer.visit_taps(samples, |position, tap, pixel| {
            if !taps.contains(&tap) {
                return;
            }
            let dz = &cotangent[position * channels..][..channels];
            let x = &input[pixel..][..channels];
            let dkernel = &mut to[(tap - taps.start) * channels..][..channels];
            for (dkernel, (x, dz)) in dkernel.iter_mut().zip(x.iter().zip(dz)) {
                *dkernel += x * dz;
            }
        });
    }
}
