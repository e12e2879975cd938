//! BatchNormalization: each channel is brought to mean 0 and variance 1 over the batch, then scaled and shifted.

use crate::epilogue::{Absorbed, Epilogue, Site};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::level::for_each_level;
use crate::kernels::math::sqrt;
use crate::kernels::portable;
use crate::operation::{Backward, BatchCoupled, Forward, InputCotangent, Mode, Operation};
use crate::random::Random;

/// Batch normalization over the last axis.
///
/// `x` and `y`: `[positions, channels]` for each sample; `gamma`, `beta`, `moving_mean`, `moving_variance`:
/// `[channels]`. With n = batch · positions, for each channel:
///
/// ```text
/// training:   μ = Σ x / n,  ν = Σ x² / n − μ²,  x̂ = (x − μ) / √(ν + ε),  y = γ x̂ + β
///             moving ← momentum · moving + (1 − momentum) · (μ, ν)
/// inference:  the same with the moving statistics
/// backward:   dx = γ / √(ν + ε) · (dy − Σ dy / n − x̂ Σ (dy x̂) / n),  dγ = Σ dy x̂,  dβ = Σ dy
/// ```
///
/// Sums are in double precision. The variance is the biased one, also the moving one, as in Keras 3. Backward needs the
/// input. The parameters are gamma, if `scale`, then beta, if `center`; the state is the moving mean, then the moving
/// variance.
///
/// The statistics of a step are `[4, channels]`: μ, 1 / √(ν + ε), and for backward `Σ dy / n` and `Σ (dy x̂) / n`. The sums of a
/// shard are `[2, channels]`: Σ x and Σ x² forward, Σ dy and Σ dy x̂ backward.
///
/// A `frozen` layer uses the moving statistics in training too. It doesn't couple the samples: then only
/// [`Operation`] is called, and there are no gradients of parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BatchNormalization {
    /// Elements of one sample, divided by the number of channels.
    pub positions: usize,
    /// The last dimension.
    pub channels: usize,
    /// What the moving statistics keep of themselves at each step.
    pub momentum: f32,
    /// ε, added to the variance.
    pub epsilon: f32,
    /// Whether beta is added.
    pub center: bool,
    /// Whether gamma is multiplied.
    pub scale: bool,
    /// Whether the moving statistics are used in training too.
    pub frozen: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

impl BatchNormalization {
    /// Floats of scratch for any call: the mean and the factor of each channel.
    pub const fn scratch(&self) -> usize {
        2 * self.channels
    }

    /// Length of a shard's sums, forward and backward.
    pub const fn sums(&self) -> usize {
        2 * self.channels
    }

    /// Length of the statistics.
    pub const fn statistics(&self) -> usize {
        4 * self.channels
    }

    fn site(&self, first_sample: usize, random: Random) -> Site {
        Site {
            width: self.channels,
            sample_len: self.positions * self.channels,
            first_sample,
            random,
        }
    }

    /// Gamma and beta.
    fn split<'a>(&self, parameters: &'a [f32]) -> (Option<&'a [f32]>, Option<&'a [f32]>) {
        let (gamma, beta) = parameters.split_at(if self.scale { self.channels } else { 0 });
        (self.scale.then_some(gamma), self.center.then_some(beta))
    }

    /// Writes the mean and `γ / √(ν + ε)` of each channel to scratch.
    fn affine<'s>(
        &self,
        mode: Mode,
        gamma: Option<&[f32]>,
        state: &[f32],
        statistics: &[f32],
        scratch: &'s mut [f32],
    ) -> (&'s [f32], &'s [f32]) {
        let channels = self.channels;
        let (mean, factor) = scratch[..2 * channels].split_at_mut(channels);
        if mode == Mode::Inference || self.frozen {
            mean.copy_from_slice(&state[..channels]);
            for (factor, variance) in factor.iter_mut().zip(&state[channels..2 * channels]) {
                *factor = 1.0 / sqrt(variance + self.epsilon);
            }
        } else {
            mean.copy_from_slice(&statistics[..channels]);
            factor.copy_from_slice(&statistics[channels..2 * channels]);
        }
        if let Some(gamma) = gamma {
            factor
                .iter_mut()
                .zip(gamma)
                .for_each(|(factor, gamma)| *factor *= gamma);
        }
        (mean, factor)
    }

    /// The sums over all shards of one channel, in the order of the shards.
    fn total(&self, sums: &[f64], index: usize) -> f64 {
        sums.chunks_exact(self.sums())
            .fold(0.0, |total, shard| total + shard[index])
    }
}

impl Operation for BatchNormalization {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let (gamma, beta) = self.split(call.parameters);
        let (mean, factor) =
            self.affine(call.mode, gamma, call.state, call.statistics, call.scratch);
        let output = &mut *call.outputs[0];
        let residual = if self.epilogue.residual {
            call.inputs.last().copied()
        } else {
            None
        };
        normalize(mean, factor, call.inputs[0], output);
        let site = self.site(call.first_sample, call.random);
        self.epilogue.forward_absorbed(
            site,
            call.mode,
            beta,
            residual,
            call.absorbed,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let channels = self.channels;
        let cotangent = &mut *call.output_cotangents[0];
        let (gamma, _) = self.split(call.parameters);
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        let (mean, factor) = self.affine(
            Mode::Training,
            gamma,
            call.state,
            call.statistics,
            call.scratch,
        );
        if self.frozen {
            let site = self.site(call.first_sample, call.random);
            let saved = self.epilogue.saved(call.saved);
            let absorbed = Absorbed {
                parameters: call.absorbed,
                gradients: call.absorbed_gradients,
            };
            let residual = residual.last_mut();
            self.epilogue.backward_absorbed(
                site,
                call.outputs[0],
                saved,
                absorbed,
                cotangent,
                residual,
            );
            return match &mut inputs[0] {
                InputCotangent::Write(to) => {
                    to.copy_from_slice(cotangent);
                    scale_channels(factor, to);
                }
                InputCotangent::Add(to) => {
                    scale_channels(factor, cotangent);
                    crate::kernels::vector::add(cotangent, to);
                }
                InputCotangent::Skip => {}
                InputCotangent::InPlace => scale_channels(factor, cotangent),
            };
        }
        let (deviation, means) = call.statistics[channels..4 * channels].split_at(channels);
        let part = InputPart {
            mean,
            factor,
            deviation,
            means,
            input: call.inputs[0],
        };
        match &mut inputs[0] {
            InputCotangent::Write(to) => {
                to.copy_from_slice(cotangent);
                differentiate(part, to);
            }
            InputCotangent::Add(to) => {
                differentiate(part, cotangent);
                crate::kernels::vector::add(cotangent, to);
            }
            InputCotangent::Skip => {}
            InputCotangent::InPlace => differentiate(part, cotangent),
        }
    }
}

/// `y = x · scale + shift`, then the epilogue. The deployed parameters are `scale = γ / √(ν + ε)` and `shift = β − μ · scale`,
/// with the moving statistics, each `[channels]`.
impl Inference for BatchNormalization {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let (residual, in_place) = inference::residual(self.epilogue.residual, call.inputs);
        let (scale, shift) = inference::weights(call.parameters, self.channels, true);
        portable::scale_and_shift(scale, shift, input, in_place, output);
        self.epilogue
            .infer_absorbed(self.channels, residual, call.absorbed, output);
    }
}

impl BatchCoupled for BatchNormalization {
    fn gather(&self, call: Forward<'_, '_>, sums: &mut [f64]) {
        let (first, second) = sums.split_at_mut(self.channels);
        add_moments(call.inputs[0], first, second);
    }

    fn settle(
        &self,
        batch: usize,
        sums: &[f64],
        statistics: &mut [f32],
        mut state: Option<&mut [f32]>,
    ) {
        let count = (batch * self.positions) as f64;
        let channels = self.channels;
        for channel in 0..channels {
            let mean = self.total(sums, channel) / count;
            let variance = (self.total(sums, channels + channel) / count - mean * mean).max(0.0);
            statistics[channel] = mean as f32;
            statistics[channels + channel] = 1.0 / sqrt(variance as f32 + self.epsilon);
            if let Some(state) = &mut state {
                let rest = 1.0 - self.momentum;
                let (mean, variance) = (mean as f32, variance as f32);
                state[channel] = state[channel] * self.momentum + mean * rest;
                state[channels + channel] =
                    state[channels + channel] * self.momentum + variance * rest;
            }
        }
    }

    fn gather_backward(&self, call: Backward<'_, '_>, sums: &mut [f64]) {
        let cotangent = &mut *call.output_cotangents[0];
        let (_, residual) = call.input_cotangents.split_at_mut(1);
        let site = self.site(call.first_sample, call.random);
        let saved = self.epilogue.saved(call.saved);
        let absorbed = Absorbed {
            parameters: call.absorbed,
            gradients: call.absorbed_gradients,
        };
        let residual = residual.last_mut();
        self.epilogue.backward_absorbed(
            site,
            call.outputs[0],
            saved,
            absorbed,
            cotangent,
            residual,
        );
        let (mean, rest) = call.statistics.split_at(self.channels);
        let (first, second) = sums.split_at_mut(self.channels);
        add_products(
            mean,
            &rest[..self.channels],
            call.inputs[0],
            cotangent,
            first,
            second,
        );
    }

    fn settle_backward(
        &self,
        batch: usize,
        sums: &[f64],
        statistics: &mut [f32],
        gradients: Option<&mut [f32]>,
    ) {
        let count = (batch * self.positions) as f64;
        let channels = self.channels;
        for index in 0..2 * channels {
            statistics[2 * channels + index] = (self.total(sums, index) / count) as f32;
        }
        let Some(gradients) = gradients else { return };
        let (gamma, beta) = gradients.split_at_mut(if self.scale { channels } else { 0 });
        for (channel, gamma) in gamma.iter_mut().enumerate() {
            *gamma += self.total(sums, channels + channel) as f32;
        }
        for (channel, beta) in beta.iter_mut().enumerate() {
            *beta += self.total(sums, channel) as f32;
        }
    }
}

for_each_level! {
    /// `y = (x − mean) · factor`, channel by channel; an empty `x` lies in `y` already.
    fn normalize(mean: &[f32], factor: &[f32], input: &[f32], output: &mut [f32]) {
        let channels = mean.len();
        if input.is_empty() {
            for y in output.chunks_exact_mut(channels) {
                for (y, (mean, factor)) in y.iter_mut().zip(mean.iter().zip(factor)) {
                    *y = (*y - mean) * factor;
                }
            }
            return;
        }
        for (x, y) in input.chunks_exact(channels).zip(output.chunks_exact_mut(channels)) {
            for ((y, x), (mean, factor)) in y.iter_mut().zip(x).zip(mean.iter().zip(factor)) {
                *y = (x - mean) * factor;
            }
        }
    }
}

for_each_level! {
    fn scale_channels(factor: &[f32], values: &mut [f32]) {
        for row in values.chunks_exact_mut(factor.len()) {
            for (value, factor) in row.iter_mut().zip(factor) {
                *value *= factor;
            }
        }
    }
}

/// What the input's cotangent is made of besides dy, each `[channels]` but the input.
#[derive(Clone, Copy)]
struct InputPart<'a> {
    mean: &'a [f32],
    /// γ / √(ν + ε).
    factor: &'a [f32],
    /// 1 / √(ν + ε).
    deviation: &'a [f32],
    /// The means of dy, then those of dy x̂.
    means: &'a [f32],
    input: &'a [f32],
}

for_each_level! {
    /// `factor · (dy − mean of dy − x̂ · mean of dy x̂)`, in place of dy.
    fn differentiate(part: InputPart<'_>, values: &mut [f32]) {
        let channels = part.mean.len();
        let (mean, factor, deviation) = (part.mean, &part.factor[..channels], &part.deviation[..channels]);
        let (first, second) = part.means.split_at(channels);
        let second = &second[..channels];
        for (x, dy) in part.input.chunks_exact(channels).zip(values.chunks_exact_mut(channels)) {
            for channel in 0..channels {
                let normalized = (x[channel] - mean[channel]) * deviation[channel];
                dy[channel] = factor[channel] * (dy[channel] - first[channel] - normalized * second[channel]);
            }
        }
    }
}

for_each_level! {
    /// Adds Σ x and Σ x² of each channel, in the order of the rows.
    fn add_moments(values: &[f32], first: &mut [f64], second: &mut [f64]) {
        for row in values.chunks_exact(first.len()) {
            for (x, (first, second)) in row.iter().zip(first.iter_mut().zip(second.iter_mut())) {
                let x = f64::from(*x);
                *first += x;
                *second += x * x;
            }
        }
    }
}

for_each_level! {
    /// Adds Σ dy and Σ dy x̂ of each channel, in the order of the rows.
    fn add_products(
        mean: &[f32],
        deviation: &[f32],
        input: &[f32],
        cotangent: &[f32],
        first: &mut [f64],
        second: &mut [f64],
    ) {
        let channels = mean.len();
        for (x, dy) in input.chunks_exact(channels).zip(cotangent.chunks_exact(channels)) {
            let sums = first.iter_mut().zip(second.iter_mut());
            for (((x, dy), (mean, deviation)), (first, second)) in x.iter().zip(dy).zip(mean.iter().zip(deviation)).zip(sums) {
                let dy = f64::from(*dy);
                *first += dy;
                *second += dy * f64::from((x - mean) * deviation);
            }
        }
    }
}

#[cfg(test)]
mod tests;
