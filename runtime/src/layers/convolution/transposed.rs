//! The transpose of a convolution: its backward pass as a layer.

use super::patches::{gather, patch, places, scatter};
use super::{blocks, site, split_scratch, target};
use crate::epilogue::Epilogue;
use crate::inference;
use crate::kernels::calls::{Call, count};
use crate::kernels::portable::{Axis, Convolution as Shape, Windows};
use crate::kernels::product::{Matrix, product};
use crate::kernels::vector;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward};
use core::num::NonZeroUsize;

/// A transposed convolution: each element of the input adds the kernel, times itself, to the output.
///
/// With x: `[places.., channels]`, y: `[positions.., filters]` and the kernel as `[elements.., filters, channels]`,
///
/// ```text
/// z[p · strides + e · dilation − before, f] += Σ (c) of x[p, c] · kernel[e, f, c]
/// ```
///
/// for all places p and elements e, where that lies within the output; what nothing is added to has the bias alone. The
/// convolution that reads y with this kernel and gives x is what this is the transpose of. With its patches:
/// `dx = patches(dz) · kernel`, `dkernel = patches(dz)ᵀ · x`, and forward `z` is `x · kernelᵀ` added up where the
/// patches come from.
#[derive(Clone, Copy, Debug)]
pub(in crate::layers) struct Transposed {
    /// The convolution from the output to the input.
    shape: Shape,
    use_bias: bool,
    epilogue: Epilogue,
}

/// Makes a layer an operation: the [`Transposed`] that its method `transposed` gives.
macro_rules! transposed_operation {
    ($layer:ty) => {
        impl $crate::operation::Operation for $layer {
            fn forward(&self, call: $crate::operation::Forward<'_, '_>) {
                self.transposed().forward(call);
            }

            fn backward(&self, call: $crate::operation::Backward<'_, '_>) {
                self.transposed().backward(call);
            }
        }

        impl $crate::inference::Inference for $layer {
            #[inline(always)]
            fn infer(&self, call: $crate::inference::Call<'_, '_>) {
                self.transposed().infer(call);
            }
        }
    };
}
pub(in crate::layers) use transposed_operation;

impl Transposed {
    /// The transpose of the convolution over these axes, from `filters` channels to `channels`.
    pub(in crate::layers) const fn new(
        axes: [Axis; 3],
        [channels, filters]: [usize; 2],
        use_bias: bool,
        epilogue: Epilogue,
    ) -> Transposed {
        Transposed {
            shape: Shape {
                windows: Windows { axes },
                channels: filters,
                filters: channels,
                groups: 1,
            },
            use_bias,
            epilogue,
        }
    }

    pub(in crate::layers) fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let shape = &self.shape;
        let (patch, channels) = (patch(shape), shape.filters);
        let (kernel, bias) = call.parameters.split_at(patch * channels);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let (input, output) = (call.inputs[0], &mut *call.outputs[0]);
        if !in_place {
            output.fill(0.0);
        }
        let (patches, workspace) = split_scratch(shape, call.samples, call.scratch);
        blocks(shape, call.samples, |first, rows| {
            let patches = &mut patches[..rows * patch];
            product(
                rows,
                patch,
                channels,
                Matrix::rows(&input[first * channels..], channels),
                Matrix::rows(kernel, channels).transposed(),
                patches,
                patch,
                false,
                workspace,
            );
            scatter(shape, patches, 0, first, output);
        });
        let filters = shape.channels;
        self.epilogue.forward(
            site(filters, places(shape), call.first_sample, call.random),
            call.mode,
            self.use_bias.then_some(bias),
            residual,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    pub(in crate::layers) fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let shape = &self.shape;
        let (patch, channels, filters) = (patch(shape), shape.filters, shape.channels);
        let kernel = &call.parameters[..patch * channels];
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        self.epilogue.backward(
            site(filters, places(shape), call.first_sample, call.random),
            call.outputs[0],
            self.epilogue.saved(call.saved),
            cotangent,
            residual.last_mut(),
        );
        let cotangent = &*cotangent;
        let (mut to, add) = target(&mut inputs[0]);
        let mut gradients = call.gradients;
        if let (Some(gradients), true) = (&mut gradients, self.use_bias) {
            vector::add_rows(cotangent, &mut gradients[patch * channels..]);
        }
        if gradients.is_none() && to.is_none() {
            return;
        }
        let (patches, workspace) = split_scratch(shape, call.samples, call.scratch);
        blocks(shape, call.samples, |first, rows| {
            let patches = &mut patches[..rows * patch];
            gather(shape, cotangent, 0, first, 0..patch, patches);
            let patches = Matrix::rows(patches, patch);
            if let Some(gradients) = &mut gradients {
                product(
                    patch,
                    channels,
                    rows,
                    patches.transposed(),
                    Matrix::rows(&call.inputs[0][first * channels..], channels),
                    &mut gradients[..patch * channels],
                    channels,
                    true,
                    workspace,
                );
            }
            if let Some(to) = &mut to {
                product(
                    rows,
                    channels,
                    patch,
                    patches,
                    Matrix::rows(kernel, channels),
                    &mut to[first * channels..],
                    channels,
                    add,
                    workspace,
                );
            }
        });
    }

    /// The chains of [`forward`](Self::forward) with portable kernels: the sum of a patch's element over the channels,
    /// which is then added to the output.
    #[inline(always)]
    pub(in crate::layers) fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let [a, b, c] = &self.shape.windows.axes;
        let filters = self.shape.channels;
        let rows = a.kernel * b.kernel * c.kernel * filters;
        let len = rows * self.shape.filters;
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (kernel, bias) = inference::weights(call.parameters, len, self.use_bias);
        spread(&self.shape, input, kernel, bias, in_place, output);
        self.epilogue.infer(filters, residual, output);
    }
}

/// `z = xᵀ ⋆ kernel + bias`, and `+ z` with `accumulate`, without a panic path. Each element of the output gathers what is
/// added to it: places ascend, and each gives one sum over the channels.
#[inline(never)]
fn spread(
    shape: &Shape,
    input: &[f32],
    kernel: &[f32],
    bias: &[f32],
    accumulate: bool,
    output: &mut [f32],
) {
    let [a, b, c] = &shape.windows.axes;
    let (Some(channels), Some(filters)) = (
        NonZeroUsize::new(shape.filters),
        NonZeroUsize::new(shape.channels),
    ) else {
        return;
    };
    let mut pixels = output.chunks_exact_mut(filters.get());
    for z in 0..a.input {
        for y in 0..b.input {
            for x in 0..c.input {
                let Some(pixel) = pixels.next() else { return };
                for (f, value) in pixel.iter_mut().enumerate() {
                    let mut sum = 0.0;
                    for u in (0..a.kernel).rev() {
                        let Some(i) = source(a, z, u) else { continue };
                        for v in (0..b.kernel).rev() {
                            let Some(j) = source(b, y, v) else { continue };
                            for w in (0..c.kernel).rev() {
                                let Some(k) = source(c, x, w) else { continue };
                                let place = (i * b.output + j) * c.output + k;
                                let element = (u * b.kernel + v) * c.kernel + w;
                                let row = element * filters.get() + f;
                                let x = rows(input, place, channels);
                                let products = x.iter().zip(rows(kernel, row, channels));
                                sum += products.fold(0.0, |sum, (x, kernel)| sum + x * kernel);
                            }
                        }
                    }
                    if let Some(bias) = bias.get(f) {
                        sum += bias;
                    }
                    *value = if accumulate { sum + *value } else { sum };
                }
            }
        }
    }
}

/// The row of a matrix with this number, or nothing if there is none.
#[inline(always)]
fn rows(values: &[f32], row: usize, width: NonZeroUsize) -> &[f32] {
    let from = values.get(row * width.get()..).unwrap_or(&[]);
    from.get(..width.get()).unwrap_or(&[])
}

/// The place of the input from which an element of the kernel reaches a place of the output, if there is one.
#[inline(always)]
fn source(axis: &Axis, reached: usize, element: usize) -> Option<usize> {
    let distance = (reached + axis.before).checked_sub(element * axis.dilation)?;
    let stride = NonZeroUsize::new(axis.stride)?;
    let place = distance / stride;
    (distance % stride == 0 && place < axis.output).then_some(place)
}

#[cfg(test)]
mod tests;
