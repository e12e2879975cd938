//! What all convolutions share: sequences and images are volumes with axes of length 1 in front.

mod depthwise;
mod patches;
mod products;
mod separable;
mod spread;
mod transposed;

pub(super) use separable::{Separable, separable_operation};
pub(super) use transposed::{Transposed, transposed_operation};

use crate::epilogue::{Absorbed, Epilogue, Site};
use crate::inference;
use crate::kernels::calls::{Call, count};
use crate::kernels::portable::{self, Axis, Convolution as Shape, Windows};
use crate::kernels::vector;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward, InputCotangent, WeightGradient};
use crate::random::Random;
use patches::{patch, positions};
use products::{Read, reads_in_place};

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
/// How that is computed, [`products`] says.
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
        let (kernel, bias) = call.parameters.split_at(patch(shape) * shape.filters);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let (input, output) = (call.inputs[0], &mut *call.outputs[0]);
        products::forward(
            shape,
            call.samples,
            input,
            kernel,
            in_place,
            output,
            call.scratch,
        );
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
        let kernel_len = patch(shape) * shape.filters;
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
        let gradients = call.gradients.map(|gradients| {
            let (kernel, bias) = gradients.split_at_mut(kernel_len);
            vector::add_rows(cotangent, bias);
            kernel
        });
        let (to, add) = target(&mut inputs[0]);
        let read = Read {
            samples: call.samples,
            input: call.inputs[0],
            cotangent,
            kernel: &call.parameters[..kernel_len],
        };
        products::backward(shape, read, to, add, gradients, call.scratch);
    }

    /// Rows `0..patch` are the kernel's; the one after them is the bias.
    pub(super) fn weight_gradient(&self, call: WeightGradient<'_>) {
        count(Call::WeightGradient);
        let shape = &self.shape;
        let patch = patch(shape);
        let rows = call.rows.start.min(patch)..call.rows.end.min(patch);
        let (kernel, bias) = call.gradients.split_at_mut(rows.len() * shape.filters);
        let (input, cotangent) = (call.inputs[0], call.output_cotangents[0]);
        if !call.accumulate {
            kernel.fill(0.0);
            bias.fill(0.0);
        }
        vector::add_rows(cotangent, bias);
        products::gradient_rows(
            shape,
            call.samples,
            input,
            cotangent,
            rows,
            kernel,
            call.scratch,
        );
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
