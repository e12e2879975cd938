//! What all convolutions share: sequences and images are volumes with axes of length 1 in front.

mod direct;
mod patches;
mod separable;
mod transposed;

pub(super) use separable::{Separable, separable_operation};
pub(super) use transposed::{Transposed, transposed_operation};

use crate::epilogue::{Absorbed, Epilogue, Site};
use crate::inference;
use crate::kernels::calls::{Call, count};
use crate::kernels::portable::{self, Axis, Convolution as Shape, Windows};
use crate::kernels::product::{Matrix, product};
use crate::kernels::vector;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward, InputCotangent, WeightGradient};
use crate::random::Random;
use formwork_shape_rules::convolution::{block_rows, is_direct};
use patches::{gather, patch, positions, scatter};

/// A convolution of up to three axes, in groups.
///
/// For each sample, with x: `[places.., channels]`, y: `[positions.., filters]`, and the kernel as
/// `[elements.., channels / groups, filters]`,
///
/// ```text
/// z[p, f] = bias[f] + Σ (e, c) of x[p · strides + e · dilation − before, first + c] · kernel[e, c, f]
/// ```
///
/// with 0 outside the input, and `first` the first channel of the group of `f`.
///
/// A row of *patches* holds all `x` that one position reads, so that `z = patches · kernel`. Backward:
/// `dpatches = dz · kernelᵀ`, added up where they came from; `dkernel = patchesᵀ · dz`; `dbias = Σ dz`. Patches are
/// gathered in blocks, which change no bit. A kernel of one element that reads every position has the input itself for
/// patches, and many small groups need none ([`direct`]).
#[derive(Clone, Copy, Debug)]
pub(super) struct Convolution {
    pub shape: Shape,
    pub use_bias: bool,
    pub epilogue: Epilogue,
}

/// An axis of an input, of the output and of the kernel.
pub(super) const fn axis(
    [input, output]: [usize; 2],
    kernel: usize,
    stride: usize,
    dilation: usize,
    before: usize,
) -> Axis {
    Axis {
        input,
        output,
        kernel,
        stride,
        dilation,
        before,
    }
}

/// Makes a layer an operation: the [`Convolution`] that its method `convolution` gives.
macro_rules! convolution_operation {
    ($layer:ty) => {
        impl $crate::operation::Operation for $layer {
            fn forward(&self, call: $crate::operation::Forward<'_, '_>) {
                self.convolution().forward(call);
            }

            fn backward(&self, call: $crate::operation::Backward<'_, '_>) {
                self.convolution().backward(call);
            }

            fn weight_gradient(&self, call: $crate::operation::WeightGradient<'_>) {
                self.convolution().weight_gradient(call);
            }
        }

        impl $crate::inference::Inference for $layer {
            #[inline(always)]
            fn infer(&self, call: $crate::inference::Call<'_, '_>) {
                self.convolution().infer(call);
            }
        }
    };
}
pub(super) use convolution_operation;

/// The site of an epilogue behind a convolution with so many filters and positions.
fn site(filters: usize, positions: usize, first_sample: usize, random: Random) -> Site {
    Site {
        width: filters,
        sample_len: positions * filters,
        first_sample,
        random,
    }
}

/// Calls `visit` with each block of positions of `samples` samples: first position, number of positions.
fn blocks(shape: &Shape, samples: usize, mut visit: impl FnMut(usize, usize)) {
    let positions = samples * positions(shape);
    let rows = block_rows(positions, patch(shape));
    let mut first = 0;
    while first < positions {
        let rows = rows.min(positions - first);
        visit(first, rows);
        first += rows;
    }
}

/// Room for a block of patches, and what is left.
fn split_scratch<'a>(
    shape: &Shape,
    samples: usize,
    scratch: &'a mut [f32],
) -> (&'a mut [f32], &'a mut [f32]) {
    let width = patch(shape);
    scratch.split_at_mut(block_rows(samples * positions(shape), width) * width)
}

/// Where an input's cotangent goes, and whether it is added to what is there.
fn target<'a>(to: &'a mut InputCotangent<'_>) -> (Option<&'a mut [f32]>, bool) {
    match to {
        InputCotangent::Write(to) => (Some(to), false),
        InputCotangent::Add(to) => (Some(to), true),
        InputCotangent::Skip => (None, false),
        InputCotangent::InPlace => {
            panic!("convolution: the input's cotangent doesn't fit in the output's")
        }
    }
}

/// Whether groups are so many and small that patches don't pay.
const fn direct(shape: &Shape) -> bool {
    is_direct(shape.channels, shape.filters, shape.groups)
}

/// Whether the patches are the input as it stands: a kernel of one element that reads every position.
#[inline(always)]
fn reads_in_place(shape: &Shape) -> bool {
    let whole = shape.windows.axes.iter().all(|axis| {
        axis.kernel == 1 && axis.stride == 1 && axis.before == 0 && axis.output == axis.input
    });
    whole && shape.groups == 1
}

impl Convolution {
    /// The convolution over these axes, the last of which lies closest in memory.
    pub(super) const fn new(
        axes: [Axis; 3],
        [channels, filters, groups]: [usize; 3],
        use_bias: bool,
        epilogue: Epilogue,
    ) -> Convolution {
        Convolution {
            shape: Shape {
                windows: Windows { axes },
                channels,
                filters,
                groups,
            },
            use_bias,
            epilogue,
        }
    }

    pub(super) fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let shape = &self.shape;
        let (patch, filters) = (patch(shape), shape.filters / shape.groups);
        let (kernel, bias) = call.parameters.split_at(patch * shape.filters);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let output = &mut *call.outputs[0];
        let input = call.inputs[0];
        if direct(shape) {
            if !in_place {
                output.fill(0.0);
            }
            direct::forward(*shape, call.samples, input, kernel, output);
        } else if reads_in_place(shape) {
            product(
                call.samples * positions(shape),
                filters,
                patch,
                Matrix::rows(input, patch),
                Matrix::rows(kernel, filters),
                output,
                filters,
                in_place,
                call.scratch,
            );
        } else {
            let (patches, workspace) = split_scratch(shape, call.samples, call.scratch);
            blocks(shape, call.samples, |first, rows| {
                for group in 0..shape.groups {
                    let patches = &mut patches[..rows * patch];
                    gather(shape, input, group, first, 0..patch, patches);
                    product(
                        rows,
                        filters,
                        patch,
                        Matrix::rows(patches, patch),
                        Matrix::rows(&kernel[group * filters..], shape.filters),
                        &mut output[first * shape.filters + group * filters..],
                        shape.filters,
                        in_place,
                        workspace,
                    );
                }
            });
        }
        let positions = positions(shape);
        self.epilogue.forward_absorbed(
            site(shape.filters, positions, call.first_sample, call.random),
            call.mode,
            self.use_bias.then_some(bias),
            residual,
            call.absorbed,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    pub(super) fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let shape = &self.shape;
        let (patch, filters) = (patch(shape), shape.filters / shape.groups);
        let (kernel, _) = call.parameters.split_at(patch * shape.filters);
        let positions = positions(shape);
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        let absorbed = Absorbed {
            parameters: call.absorbed,
            gradients: call.absorbed_gradients,
        };
        self.epilogue.backward_absorbed(
            site(shape.filters, positions, call.first_sample, call.random),
            call.outputs[0],
            self.epilogue.saved(call.saved),
            absorbed,
            cotangent,
            residual.last_mut(),
        );
        let cotangent = &*cotangent;
        let (mut to, add) = target(&mut inputs[0]);
        let mut gradients = call.gradients;
        if let (Some(gradients), true) = (&mut gradients, self.use_bias) {
            vector::add_rows(cotangent, &mut gradients[patch * shape.filters..]);
        }
        let in_place = reads_in_place(shape);
        if let (Some(to), false, false) = (&mut to, add, in_place) {
            to.fill(0.0);
        }
        let (input, samples) = (call.inputs[0], call.samples);
        if direct(shape) {
            if let Some(gradients) = gradients {
                direct::gradient(*shape, samples, input, cotangent, 0..patch, gradients);
            }
            if let Some(to) = to {
                let transposed = direct::transpose(shape, kernel, call.scratch);
                direct::backward(*shape, samples, cotangent, transposed, to);
            }
            return;
        }
        if in_place {
            let rows = samples * positions;
            if let Some(to) = to {
                product(
                    rows,
                    patch,
                    filters,
                    Matrix::rows(cotangent, filters),
                    Matrix::rows(kernel, filters).transposed(),
                    to,
                    patch,
                    add,
                    call.scratch,
                );
            }
            if let Some(gradients) = gradients {
                product(
                    patch,
                    filters,
                    rows,
                    Matrix::rows(input, patch).transposed(),
                    Matrix::rows(cotangent, filters),
                    &mut gradients[..patch * filters],
                    filters,
                    true,
                    call.scratch,
                );
            }
            return;
        }
        let (patches, workspace) = split_scratch(shape, samples, call.scratch);
        blocks(shape, samples, |first, rows| {
            for group in 0..shape.groups {
                let patches = &mut patches[..rows * patch];
                let cotangent = &cotangent[first * shape.filters + group * filters..];
                let cotangent = Matrix::rows(cotangent, shape.filters);
                if let Some(gradients) = &mut gradients {
                    gather(shape, input, group, first, 0..patch, patches);
                    product(
                        patch,
                        filters,
                        rows,
                        Matrix::rows(patches, patch).transposed(),
                        cotangent,
                        &mut gradients[group * filters..patch * shape.filters],
                        shape.filters,
                        true,
                        workspace,
                    );
                }
                if let Some(to) = &mut to {
                    let kernel = Matrix::rows(&kernel[group * filters..], shape.filters);
                    product(
                        rows,
                        patch,
                        filters,
                        cotangent,
                        kernel.transposed(),
                        patches,
                        patch,
                        false,
                        workspace,
                    );
                    scatter(shape, patches, group, first, to);
                }
            }
        });
    }

    /// Rows `0..patch` are the kernel's; the one after them is the bias.
    pub(super) fn weight_gradient(&self, call: WeightGradient<'_>) {
        count(Call::WeightGradient);
        let shape = &self.shape;
        let (patch, filters) = (patch(shape), shape.filters / shape.groups);
        let kernel_rows = call.rows.start.min(patch)..call.rows.end.min(patch);
        let columns = kernel_rows.len();
        let (kernel, bias) = call.gradients.split_at_mut(columns * shape.filters);
        let (input, cotangent) = (call.inputs[0], call.output_cotangents[0]);
        if !call.accumulate {
            kernel.fill(0.0);
            bias.fill(0.0);
        }
        if !bias.is_empty() {
            vector::add_rows(cotangent, bias);
        }
        if columns == 0 {
            return;
        }
        if direct(shape) {
            return direct::gradient(*shape, call.samples, input, cotangent, kernel_rows, kernel);
        }
        let (patches, workspace) = split_scratch(shape, call.samples, call.scratch);
        blocks(shape, call.samples, |first, rows| {
            for group in 0..shape.groups {
                let patches = &mut patches[..rows * columns];
                gather(shape, input, group, first, kernel_rows.clone(), patches);
                let cotangent = &cotangent[first * shape.filters + group * filters..];
                product(
                    columns,
                    filters,
                    rows,
                    Matrix::rows(patches, columns).transposed(),
                    Matrix::rows(cotangent, shape.filters),
                    &mut kernel[group * filters..],
                    shape.filters,
                    true,
                    workspace,
                );
            }
        });
    }

    /// The chains of [`forward`](Self::forward) with portable kernels: which of these is linked, constants decide.
    #[inline(always)]
    pub(super) fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let Shape {
            windows,
            channels,
            filters,
            groups,
        } = self.shape;
        let [a, b, c] = &windows.axes;
        let rows = a.kernel * b.kernel * c.kernel * channels.checked_div(groups).unwrap_or(0);
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (kernel, bias) = inference::weights(call.parameters, rows * filters, self.use_bias);
        if groups > 1 && groups == channels && groups == filters {
            portable::depthwise(&windows, channels, input, kernel, bias, in_place, output);
        } else if reads_in_place(&self.shape) {
            portable::product(channels, filters, input, kernel, bias, in_place, output);
        } else {
            portable::convolution(&self.shape, input, kernel, bias, in_place, output);
        }
        self.epilogue
            .infer_absorbed(filters, residual, call.absorbed, output);
    }
}

#[cfg(test)]
mod naive;
#[cfg(test)]
mod tests;
