//! SampleNormalization of each sample by itself: layer, group, instance, root mean square, unit and filter response
//! normalization. They differ in which elements belong together and in what they are divided by.

mod columns;
mod few;
mod rows;

use crate::activations::{Activation, Parametric};
use crate::epilogue::{Absorbed, Epilogue, Site};
use crate::inference::{self, Inference};
use crate::kernels::calls::{Call, count};
use crate::kernels::math::sqrt;
use crate::kernels::vector;
use crate::operation::{Backward, Forward, InputCotangent, Operation};
use crate::random::Random;
pub use formwork_shape_rules::normalization::View;

/// SampleNormalization of sets of elements within a sample.
///
/// `x` and `y`: `[outer, len, groups, size]` for each sample. With the N = len · size elements of each set:
///
/// ```text
/// Deviation:   μ = Σ x / N,  r = 1 / √(Σ (x − μ)² / N + ε)
/// MeanSquare:  μ = 0,        r = 1 / √(Σ x² / N + ε)
/// Norm:        μ = 0,        r = 1 / max(√Σ x², ε)
/// Spread:        μ = Σ x / N,  r = 1 / √max(Σ (x − μ)², ε)
/// PaddedSpread:  μ = Σ x / N,  r = 1 / √(Σ (x − μ)² + N ε)
///
/// x̂ = (x − μ) r,  y = γ x̂ + β
///
/// backward, with dx̂ = γ dy:
///     dx = r (dx̂ − Σ dx̂ / N − x̂ Σ (dx̂ x̂) / N)
///     dγ = Σ dy x̂,  dβ = Σ dy,  dε = −½ Σ r² Σ (dx̂ x̂)
/// ```
///
/// The first sum is there if a mean was subtracted. The second isn't divided by N for the norms, and it is 0 where ε was
/// greater.
///
/// What is learned of ε is a scalar ε₁: ε + |ε₁| takes the place of ε. Sets of at most four elements under MeanSquare take
/// the same derivative in a form that doesn't cancel where ε is small:
/// `dxᵢ = r³ (ε dx̂ᵢ + Σⱼ xⱼ (dx̂ᵢ xⱼ − xᵢ dx̂ⱼ) / N)`.
///
/// The parameters are γ, if `scale`, then β, if `center`, then ε₁, if `learned_epsilon`. Backward needs the input and what
/// forward saves: r and μ of each set, `[2, sets]`. A thresholded linear unit behind it is part of both passes over
/// memory; backward computes again what it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SampleNormalization {
    /// Which elements belong together.
    pub view: View,
    /// What they are divided by.
    pub statistic: Statistic,
    /// Which elements share their γ and β.
    pub affine: Affine,
    /// Whether γ is multiplied.
    pub scale: bool,
    /// Whether β is added.
    pub center: bool,
    /// ε.
    pub epsilon: f32,
    /// Whether some of ε is learned.
    pub learned_epsilon: bool,
    /// What is fused.
    pub epilogue: Epilogue,
}

/// By what elements are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Their standard deviation, and their mean is subtracted.
    Deviation,
    /// The root of the mean of their squares.
    MeanSquare,
    /// Their Euclidean norm, or ε if that is greater.
    Norm,
    /// The norm of what is left when their mean has been subtracted, or √ε if that is greater.
    Spread,
    /// The same norm, with ε added to the square of each element.
    PaddedSpread,
}

impl Statistic {
    /// Whether their mean is subtracted.
    const fn is_centered(self) -> bool {
        !matches!(self, Statistic::MeanSquare | Statistic::Norm)
    }
}

/// Which elements share their γ and β.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Affine {
    /// Those at the same place in a row: `[groups · size]`.
    Width,
    /// Those of a row: `[len]`.
    Length,
}

/// The parameters, apart. What doesn't exist is empty.
#[derive(Clone, Copy)]
struct Parameters<'a> {
    gamma: &'a [f32],
    beta: &'a [f32],
    /// The learned part of ε.
    learned: f32,
}

impl SampleNormalization {
    /// Floats of scratch for any call.
    pub const fn scratch(&self) -> usize {
        self.view.scratch()
    }

    /// Floats that forward saves for each sample.
    pub const fn saved(&self) -> usize {
        2 * self.view.sets()
    }

    /// Length of γ and of β.
    const fn affine_len(&self) -> usize {
        match self.affine {
            Affine::Width => self.view.width(),
            Affine::Length => self.view.len,
        }
    }

    fn site(&self, first_sample: usize, random: Random) -> Site {
        Site {
            width: self.view.width(),
            sample_len: self.view.elements(),
            first_sample,
            random,
        }
    }

    #[inline(always)]
    fn split<'a>(&self, parameters: &'a [f32]) -> Parameters<'a> {
        let len = self.affine_len();
        let take = |present: bool| if present { len } else { 0 };
        let (gamma, rest) = parameters
            .split_at_checked(take(self.scale))
            .unwrap_or_default();
        let (beta, rest) = rest.split_at_checked(take(self.center)).unwrap_or_default();
        Parameters {
            gamma,
            beta,
            learned: rest.first().copied().unwrap_or(0.0),
        }
    }

    /// ε with what is learned of it.
    #[inline(always)]
    fn epsilon(&self, parameters: Parameters<'_>) -> f32 {
        self.epsilon + parameters.learned.abs()
    }

    /// r from the sum of squares.
    #[inline(always)]
    fn factor(&self, squares: f32, epsilon: f32) -> f32 {
        match self.statistic {
            Statistic::Norm => {
                let (factor, most) = (1.0 / sqrt(squares), 1.0 / epsilon);
                if factor < most { factor } else { most }
            }
            Statistic::Deviation | Statistic::MeanSquare => {
                1.0 / sqrt(squares / self.view.count() as f32 + epsilon)
            }
            Statistic::Spread => 1.0 / sqrt(if squares < epsilon { epsilon } else { squares }),
            Statistic::PaddedSpread => 1.0 / sqrt(squares + self.view.count() as f32 * epsilon),
        }
    }

    /// Whether elements of a set lie side by side and have parameters of their own.
    const fn is_by_rows(&self) -> bool {
        self.view.is_contiguous() && matches!(self.affine, Affine::Width)
    }

    /// r and μ of each set of one sample, then `y = max((x − μ) r γ + β, floor)`. An empty `input` lies in the output already.
    /// With `accumulate` `+ y`, and no floor. Rows have no floor either.
    #[allow(clippy::too_many_arguments)] // what a sample consists of
    #[inline(always)]
    fn sample(
        &self,
        parameters: Parameters<'_>,
        floor: &[f32],
        accumulate: bool,
        (factors, means): (&mut [f32], &mut [f32]),
        input: &[f32],
        output: &mut [f32],
        scratch: &mut [f32],
    ) {
        let epsilon = self.epsilon(parameters);
        let values = if input.is_empty() { &*output } else { input };
        if self.is_by_rows() {
            rows::statistics(self, epsilon, values, factors, means);
            let statistics = (&*factors, &*means);
            rows::apply(
                self, parameters, accumulate, statistics, input, output, scratch,
            );
        } else {
            columns::statistics(self, epsilon, values, factors, means, scratch);
            let statistics = (&*factors, &*means);
            columns::apply(
                self, parameters, floor, accumulate, statistics, input, output, scratch,
            );
        }
    }

    /// Whether a threshold is compared while the elements are computed, and again in backward.
    #[inline(always)]
    fn has_own_threshold(&self) -> bool {
        self.epilogue.parametric == Some(Parametric::Thresholded)
            && !self.epilogue.save_input
            && !self.epilogue.residual
            && !self.is_by_rows()
    }

    /// The same for a ReLU, which backward finds in the output.
    #[inline(always)]
    fn has_own_relu(&self) -> bool {
        self.epilogue.activation == Activation::Relu
            && !self.epilogue.save_input
            && !self.epilogue.residual
            && !self.is_by_rows()
    }

    /// The least of each channel: θ, 0 for a ReLU, or nothing; and the scratch that is left.
    #[inline(always)]
    fn floor<'a>(&self, absorbed: &'a [f32], scratch: &'a mut [f32]) -> (&'a [f32], &'a mut [f32]) {
        if self.has_own_threshold() {
            return (absorbed, scratch);
        }
        let width = if self.is_by_rows() {
            0
        } else {
            self.view.width()
        };
        let (floor, scratch) = scratch.split_at_mut_checked(width).unwrap_or_default();
        floor.fill(if self.has_own_relu() {
            0.0
        } else {
            f32::NEG_INFINITY
        });
        (floor, scratch)
    }

    /// What is left to be done behind the layer's own loops.
    #[inline(always)]
    fn rest(&self) -> Epilogue {
        let mut rest = self.epilogue;
        if self.has_own_threshold() {
            rest.parametric = None;
        }
        if self.has_own_relu() {
            rest.activation = Activation::Linear;
        }
        rest
    }
}

impl Operation for SampleNormalization {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let (elements, sets) = (self.view.elements(), self.view.sets());
        let parameters = self.split(call.parameters);
        let output = &mut *call.outputs[0];
        let (own, scratch) = call.scratch.split_at_mut(2 * sets);
        let (floor, scratch) = self.floor(call.absorbed, scratch);
        let mut kept = call
            .saved
            .first_mut()
            .map(|saved| saved.chunks_exact_mut(2 * sets));
        let mut samples = call.inputs[0].chunks_exact(elements);
        for output in output.chunks_exact_mut(elements) {
            let input = samples.next().unwrap_or_default();
            let statistics = match &mut kept {
                Some(kept) => kept.next().unwrap_or_default(),
                None => &mut *own,
            };
            let statistics = statistics.split_at_mut(sets);
            self.sample(parameters, floor, false, statistics, input, output, scratch);
        }
        let residual = match self.epilogue.residual {
            true => call.inputs.last().copied(),
            false => None,
        };
        self.rest().forward_absorbed(
            self.site(call.first_sample, call.random),
            call.mode,
            None,
            residual,
            call.absorbed,
            output,
            self.epilogue.saved(call.saved),
        );
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let (elements, sets) = (self.view.elements(), self.view.sets());
        let parameters = self.split(call.parameters);
        let cotangent = &mut *call.output_cotangents[0];
        let (inputs, residual) = call.input_cotangents.split_at_mut(1);
        let (statistics, saved) = call.saved.split_at_mut(1);
        let mut absorbed = Absorbed {
            parameters: call.absorbed,
            gradients: call.absorbed_gradients,
        };
        let own_threshold = self.has_own_threshold();
        let behind = match own_threshold {
            true => Absorbed::NONE,
            false => core::mem::replace(&mut absorbed, Absorbed::NONE),
        };
        let site = self.site(call.first_sample, call.random);
        let saved = self.epilogue.saved(saved);
        let output = call.outputs[0];
        let residual = residual.last_mut();
        self.epilogue
            .backward_absorbed(site, output, saved, behind, cotangent, residual);
        let mut gradients = call.gradients;
        let samples = call.inputs[0].chunks_exact(elements);
        let statistics = statistics[0].chunks_exact(2 * sets);
        let cotangents = cotangent.chunks_exact_mut(elements);
        for ((input, statistics), cotangent) in samples.zip(statistics).zip(cotangents) {
            let sample = Sample {
                input,
                factors: &statistics[..sets],
                means: &statistics[sets..],
            };
            if self.is_by_rows() {
                rows::differentiate(
                    self,
                    parameters,
                    sample,
                    cotangent,
                    &mut gradients,
                    call.scratch,
                );
            } else {
                let floor = own_threshold.then_some(&mut absorbed);
                columns::differentiate(
                    self,
                    parameters,
                    floor,
                    sample,
                    cotangent,
                    &mut gradients,
                    call.scratch,
                );
            }
        }
        match &mut inputs[0] {
            InputCotangent::Write(to) => to.copy_from_slice(cotangent),
            InputCotangent::Add(to) => vector::add(cotangent, to),
            InputCotangent::Skip | InputCotangent::InPlace => {}
        }
    }
}

impl Inference for SampleNormalization {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input, ..], [output]) = (call.inputs, call.outputs) else {
            return;
        };
        let (residual, accumulate) = inference::residual(self.epilogue.residual, call.inputs);
        let parameters = self.split(call.parameters);
        let sets = self.view.sets();
        let Some((factors, scratch)) = call.scratch.split_at_mut_checked(sets) else {
            return;
        };
        let Some((means, scratch)) = scratch.split_at_mut_checked(sets) else {
            return;
        };
        let (floor, scratch) = self.floor(call.absorbed, scratch);
        let statistics = (factors, means);
        self.sample(
            parameters, floor, accumulate, statistics, input, output, scratch,
        );
        let width = self.view.width();
        self.rest()
            .infer_absorbed(width, residual, call.absorbed, output);
    }
}

/// One sample in backward.
#[derive(Clone, Copy)]
struct Sample<'a> {
    input: &'a [f32],
    /// r of each set.
    factors: &'a [f32],
    /// μ of each set.
    means: &'a [f32],
}

/// Where the gradients of γ, β and ε₁ are summed.
struct Gradients<'a> {
    gamma: &'a mut [f32],
    beta: &'a mut [f32],
    learned: &'a mut [f32],
}

impl SampleNormalization {
    /// Turns the cotangent of one input into the input's, in place, and adds to the gradients: a backward call without an
    /// epilogue, for an input of whose forward call nothing is left.
    pub(super) fn differentiate_alone(
        &self,
        parameters: &[f32],
        input: &[f32],
        cotangent: &mut [f32],
        gradients: &mut [f32],
        scratch: &mut [f32],
    ) {
        let sets = self.view.sets();
        let (statistics, scratch) = scratch.split_at_mut(2 * sets);
        let (factors, means) = statistics.split_at_mut(sets);
        columns::statistics(self, self.epsilon, input, factors, means, scratch);
        let sample = Sample {
            input,
            factors,
            means,
        };
        let (parameters, gradients) = (self.split(parameters), &mut Some(gradients));
        columns::differentiate(
            self, parameters, None, sample, cotangent, gradients, scratch,
        );
    }

    /// The gradients, apart.
    fn split_gradients<'a>(&self, gradients: &'a mut Option<&mut [f32]>) -> Option<Gradients<'a>> {
        let gradients = gradients.as_deref_mut()?;
        let len = self.affine_len();
        let (gamma, rest) = gradients.split_at_mut(if self.scale { len } else { 0 });
        let (beta, learned) = rest.split_at_mut(if self.center { len } else { 0 });
        Some(Gradients {
            gamma,
            beta,
            learned,
        })
    }

    /// Adds to the gradient of ε₁ what the sets of a sample contribute: `−½ Σ r² Σ (dx̂ x̂)` with the sign of ε₁.
    fn add_epsilon(&self, parameters: Parameters<'_>, sum: f32, learned: &mut [f32]) {
        if let Some(learned) = learned.first_mut() {
            let sign = if parameters.learned < 0.0 { -1.0 } else { 1.0 };
            *learned -= 0.5 * sum * sign;
        }
    }

    /// What x̂ is multiplied by in dx, besides −r: the mean of dx̂ x̂ over the set, or 0 where ε was greater than the norm.
    #[inline(always)]
    fn pull(&self, factor: f32, products: f32, epsilon: f32) -> f32 {
        match self.statistic {
            Statistic::Norm if factor < 1.0 / epsilon => products,
            Statistic::Spread if factor < 1.0 / sqrt(epsilon) => products,
            Statistic::Norm | Statistic::Spread => 0.0,
            Statistic::PaddedSpread => products,
            Statistic::Deviation | Statistic::MeanSquare => products / self.view.count() as f32,
        }
    }

    /// What is subtracted from dx̂: its mean over the set, if the mean was subtracted from x.
    #[inline(always)]
    fn shift(&self, sum: f32) -> f32 {
        match self.statistic {
            Statistic::Deviation | Statistic::Spread | Statistic::PaddedSpread => {
                sum / self.view.count() as f32
            }
            Statistic::MeanSquare | Statistic::Norm => 0.0,
        }
    }
}

#[cfg(test)]
mod tests;
