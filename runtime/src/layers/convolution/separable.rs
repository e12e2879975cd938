//! A depthwise convolution, and a pointwise one of what it gives.

use super::patches::{patch, places, positions};
use super::{direct, site, target};
use crate::epilogue::Epilogue;
use crate::inference;
use crate::kernels::calls::{Call, count};
use crate::kernels::portable::{self, Axis, Convolution as Shape, Windows};
use crate::kernels::product::{Matrix, product};
use crate::kernels::vector;
use crate::layers::split_residual;
use crate::operation::{Backward, Forward};

/// A convolution of each channel alone, and a mixture of the results at each position.
///
/// With the depthwise kernel as `[elements.., channels, depth_multiplier]` and the pointwise one as
/// `[channels · depth_multiplier, filters]`,
///
/// ```text
/// u[p, c·depth_multiplier + m] = Σ (e) of x[p · strides + e · dilation − before, c] · depthwise_kernel[e, c, m]
/// z = u · pointwise_kernel + bias
/// ```
///
/// with 0 outside the input. Backward computes `u` again: `dpointwise_kernel = uᵀ · dz` and `du = dz · pointwise_kernelᵀ`,
/// and from there as any convolution. Both go sample by sample, so that `u` of one sample is all that they need.
#[derive(Clone, Copy, Debug)]
pub(in crate::layers) struct Separable {
    /// The depthwise convolution.
    shape: Shape,
    filters: usize,
    use_bias: bool,
    epilogue: Epilogue,
}

/// Makes a layer an operation: the [`Separable`] that its method `separable` gives.
macro_rules! separable_operation {
    ($layer:ty) => {
        impl $crate::operation::Operation for $layer {
            fn forward(&self, call: $crate::operation::Forward<'_, '_>) {
                self.separable().forward(call);
            }

            fn backward(&self, call: $crate::operation::Backward<'_, '_>) {
                self.separable().backward(call);
            }
        }

        impl $crate::inference::Inference for $layer {
            #[inline(always)]
            fn infer(&self, call: $crate::inference::Call<'_, '_>) {
                self.separable().infer(call);
            }
        }
    };
}
pub(in crate::layers) use separable_operation;

impl Separable {
    /// The convolution over these axes, the last of which lies closest in memory.
    pub(in crate::layers) const fn new(
        axes: [Axis; 3],
        [channels, depth_multiplier, filters]: [usize; 3],
        use_bias: bool,
        epilogue: Epilogue,
    ) -> Separable {
        Separable {
            shape: Shape {
                windows: Windows { axes },
                channels,
                filters: channels * depth_multiplier,
                groups: channels,
            },
            filters,
            use_bias,
            epilogue,
        }
    }

    pub(in crate::layers) fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let (shape, filters) = (&self.shape, self.filters);
        let (positions, width) = (positions(shape), shape.filters);
        let (depthwise, rest) = call.parameters.split_at(patch(shape) * width);
        let (pointwise, bias) = rest.split_at(width * filters);
        let (residual, in_place) = split_residual(self.epilogue.residual, call.inputs);
        let output = &mut *call.outputs[0];
        let (between, workspace) = call.scratch.split_at_mut(positions * width);
        let inputs = call.inputs[0].chunks_exact(places(shape) * shape.channels);
        for (input, output) in inputs.zip(output.chunks_exact_mut(positions * filters)) {
            between.fill(0.0);
            direct::forward(*shape, 1, input, depthwise, between);
            product(
                positions,
                filters,
                width,
                Matrix::rows(between, width),
                Matrix::rows(pointwise, filters),
                output,
                filters,
                in_place,
                workspace,
            );
        }
        self.epilogue.forward(
            site(filters, positions, call.first_sample, call.random),
            call.mode,
            self.use_bias.then_some(bias),
            residual,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    pub(in crate::layers) fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (shape, filters) = (&self.shape, self.filters);
        let (positions, width) = (positions(shape), shape.filters);
        let depthwise_len = patch(shape) * width;
        let (depthwise, rest) = call.parameters.split_at(depthwise_len);
        let pointwise = &rest[..width * filters];
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        self.epilogue.backward(
            site(filters, positions, call.first_sample, call.random),
            call.outputs[0],
            self.epilogue.saved(call.saved),
            cotangent,
            residual.last_mut(),
        );
        let (mut to, add) = target(&mut inputs[0]);
        if let (Some(to), false) = (&mut to, add) {
            to.fill(0.0);
        }
        let mut gradients = call.gradients.map(|gradients| {
            let (depthwise, rest) = gradients.split_at_mut(depthwise_len);
            let (pointwise, bias) = rest.split_at_mut(width * filters);
            (depthwise, pointwise, bias)
        });
        let (between, workspace) = call.scratch.split_at_mut(positions * width);
        let input_len = places(shape) * shape.channels;
        for sample in 0..call.samples {
            let cotangent = &cotangent[sample * positions * filters..][..positions * filters];
            let input = call.inputs[0].get(sample * input_len..);
            let input = input
                .and_then(|input| input.get(..input_len))
                .unwrap_or(&[]);
            if let Some((_, pointwise, bias)) = &mut gradients {
                vector::add_rows(cotangent, bias);
                between.fill(0.0);
                direct::forward(*shape, 1, input, depthwise, between);
                product(
                    width,
                    filters,
                    positions,
                    Matrix::rows(between, width).transposed(),
                    Matrix::rows(cotangent, filters),
                    pointwise,
                    filters,
                    true,
                    workspace,
                );
            }
            if gradients.is_none() && to.is_none() {
                continue;
            }
            product(
                positions,
                width,
                filters,
                Matrix::rows(cotangent, filters),
                Matrix::rows(pointwise, filters).transposed(),
                between,
                width,
                false,
                workspace,
            );
            if let Some((kernel, ..)) = &mut gradients {
                direct::gradient(*shape, 1, input, between, 0..patch(shape), kernel);
            }
            if let Some(to) = &mut to {
                let transposed = direct::transpose(shape, depthwise, workspace);
                let to = &mut to[sample * input_len..][..input_len];
                direct::backward(*shape, 1, between, transposed, to);
            }
        }
    }

    /// The chains of [`forward`](Self::forward) with portable kernels.
    #[inline(always)]
    pub(in crate::layers) fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let Shape {
            windows,
            channels,
            filters: width,
            ..
        } = self.shape;
        let [a, b, c] = &windows.axes;
        let elements = a.kernel * b.kernel * c.kernel;
        let positions = a.output * b.output * c.output;
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (depthwise, rest) = inference::weights(call.parameters, elements * width, true);
        let (pointwise, bias) = inference::weights(rest, width * self.filters, self.use_bias);
        let Some((between, _)) = call.scratch.split_at_mut_checked(positions * width) else {
            return;
        };
        if width == channels {
            portable::depthwise(&windows, channels, input, depthwise, &[], false, between);
        } else {
            portable::convolution(&self.shape, input, depthwise, &[], false, between);
        }
        portable::product(
            width,
            self.filters,
            between,
            pointwise,
            bias,
            in_place,
            output,
        );
        self.epilogue.infer(self.filters, residual, output);
    }
}

#[cfg(test)]
mod tests;
