//! WeightStandardizedConv2D: a convolution whose kernel has mean 0 and a fixed length for each filter.

use crate::epilogue::Epilogue;
use crate::inference::{self, Inference};
use crate::kernels::vector;
use crate::layers::{Affine, Conv2D, SampleNormalization, Statistic, View};
use crate::operation::{Backward, Forward, InputCotangent, Operation};

/// A two-dimensional convolution with the kernel
///
/// ```text
/// Ŵ = gain (W − μ) r    for each filter, with the mean μ over its N = fan_in elements
/// Spread:        r = 1 / √max(Σ (W − μ)², ε)      DeepMind's code of NFNets, ε = 10⁻⁴
/// PaddedSpread:  r = 1 / √(Σ (W − μ)² + N ε)      timm's, ε = 10⁻⁵
/// ```
///
/// The parameters are the kernel W, the gain of each filter, then the bias. Backward computes Ŵ again; each sample's
/// gradient of Ŵ goes back through the formula by itself, so that no gradient depends on tiles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightStandardizedConv2D {
    /// The convolution, without an epilogue.
    pub convolution: Conv2D,
    /// Elements of the kernel for each filter.
    pub fan_in: usize,
    /// The output's last dimension.
    pub filters: usize,
    /// Whether a bias is added.
    pub use_bias: bool,
    /// Which r: [`Statistic::Spread`] or [`Statistic::PaddedSpread`].
    pub statistic: Statistic,
    /// ε.
    pub epsilon: f32,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl WeightStandardizedConv2D {
    /// The kernel as a sample that is normalized along its rows.
    #[inline(always)]
    const fn standardization(&self) -> SampleNormalization {
        SampleNormalization {
            view: View {
                outer: 1,
                len: self.fan_in,
                groups: self.filters,
                size: 1,
            },
            statistic: self.statistic,
            affine: Affine::Width,
            scale: true,
            center: false,
            epsilon: self.epsilon,
            learned_epsilon: false,
            epilogue: Epilogue::NONE,
        }
    }

    #[inline(always)]
    const fn convolution(&self) -> Conv2D {
        Conv2D {
            epilogue: self.epilogue,
            ..self.convolution
        }
    }

    const fn kernel_len(&self) -> usize {
        self.fan_in * self.filters
    }

    /// Elements of Ŵ and the bias.
    const fn weights_len(&self) -> usize {
        self.kernel_len() + if self.use_bias { self.filters } else { 0 }
    }

    /// Writes Ŵ and the bias to the front of scratch: those, and what is left. Nothing if a slice is too short.
    #[inline(always)]
    fn weights<'s>(
        &self,
        parameters: &[f32],
        scratch: &'s mut [f32],
    ) -> Option<(&'s mut [f32], &'s mut [f32])> {
        let (weights, scratch) = scratch.split_at_mut_checked(self.weights_len())?;
        let (kernel, rest) = parameters.split_at_checked(self.kernel_len())?;
        let (gain, bias) = rest.split_at_checked(self.filters)?;
        let (standardized, to) = weights.split_at_mut_checked(self.kernel_len())?;
        self.standardization().infer(inference::Call {
            inputs: &[kernel],
            outputs: &mut [standardized],
            parameters: gain,
            absorbed: &[],
            scratch,
        });
        for (to, bias) in to.iter_mut().zip(bias) {
            *to = *bias;
        }
        Some((weights, scratch))
    }

    /// One sample's part of a backward call.
    fn backward_one(
        &self,
        sample: usize,
        call: &mut Backward<'_, '_>,
        weights: &[f32],
        scratch: &mut [f32],
    ) {
        let samples = call.samples;
        let part = |len: usize| sample * (len / samples)..(sample + 1) * (len / samples);
        let (own, scratch) = scratch.split_at_mut(self.weights_len());
        own.fill(0.0);
        let inputs = call.inputs.iter().map(|input| &input[part(input.len())]);
        let outputs = call
            .outputs
            .iter()
            .map(|output| &output[part(output.len())]);
        let mut read: [&[f32]; 2] = [&[]; 2];
        for (read, input) in read.iter_mut().zip(inputs) {
            *read = input;
        }
        let mut kept: [&[f32]; 1] = [&[]];
        for (kept, output) in kept.iter_mut().zip(outputs) {
            *kept = output;
        }
        let count = call.input_cotangents.len();
        let mut targets = [InputCotangent::Skip, InputCotangent::Skip];
        for (target, to) in targets.iter_mut().zip(call.input_cotangents.iter_mut()) {
            *target = match to {
                InputCotangent::Skip => InputCotangent::Skip,
                InputCotangent::InPlace => InputCotangent::InPlace,
                InputCotangent::Write(to) => {
                    let part = part(to.len());
                    InputCotangent::Write(&mut to[part])
                }
                InputCotangent::Add(to) => {
                    let part = part(to.len());
                    InputCotangent::Add(&mut to[part])
                }
            };
        }
        let cotangents = &mut *call.output_cotangents[0];
        let range = part(cotangents.len());
        let mut saved: [&mut [f32]; 1] = [&mut []];
        let saves = call.saved.len();
        for (to, saved) in saved.iter_mut().zip(call.saved.iter_mut()) {
            let part = part(saved.len());
            *to = &mut saved[part];
        }
        self.convolution().backward(Backward {
            samples: 1,
            first_sample: call.first_sample + sample,
            inputs: &read[..call.inputs.len()],
            outputs: &kept[..call.outputs.len()],
            saved: &mut saved[..saves],
            output_cotangents: &mut [&mut cotangents[range]],
            input_cotangents: &mut targets[..count],
            parameters: weights,
            absorbed: call.absorbed,
            absorbed_gradients: call.absorbed_gradients.as_deref_mut(),
            gradients: Some(&mut *own),
            state: &[],
            statistics: &[],
            scratch: &mut *scratch,
            random: call.random,
        });
        let Some(gradients) = call.gradients.as_deref_mut() else {
            return;
        };
        let (kernel, rest) = gradients.split_at_mut(self.kernel_len());
        let (gain, bias) = rest.split_at_mut(self.filters);
        let (standardized, bias_part) = own.split_at_mut(self.kernel_len());
        vector::add(bias_part, bias);
        let (weights, rest) = call.parameters.split_at(self.kernel_len());
        let gains = &rest[..self.filters];
        self.standardization()
            .differentiate_alone(gains, weights, standardized, gain, scratch);
        vector::add(standardized, kernel);
    }
}

impl Operation for WeightStandardizedConv2D {
    fn forward(&self, call: Forward<'_, '_>) {
        if let Some((weights, scratch)) = self.weights(call.parameters, call.scratch) {
            self.convolution().forward(Forward {
                parameters: weights,
                scratch,
                ..call
            });
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        let mut call = call;
        let scratch = core::mem::take(&mut call.scratch);
        let Some((weights, scratch)) = self.weights(call.parameters, scratch) else {
            return;
        };
        if call.gradients.is_none() {
            self.convolution().backward(Backward {
                parameters: weights,
                scratch,
                ..call
            });
            return;
        }
        for sample in 0..call.samples {
            self.backward_one(sample, &mut call, weights, scratch);
        }
    }
}

impl Inference for WeightStandardizedConv2D {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        if let Some((weights, scratch)) = self.weights(call.parameters, call.scratch) {
            self.convolution().infer(inference::Call {
                parameters: weights,
                scratch,
                ..call
            });
        }
    }
}

#[cfg(test)]
mod tests;
