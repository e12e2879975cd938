//! What is fused into the operation that produces a value: a residual addition, an activation, a dropout.

use crate::activations::{self, Activation, BackwardNeeds, Parametric};
use crate::kernels::level::for_each_level;
use crate::kernels::{portable, vector};
use crate::operation::{InputCotangent, Mode};
use crate::random::Random;

/// Inverted dropout, drawn from the counter (seed, step, node, sample, element).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dropout {
    /// Probability with which an element is dropped, in `0.0..=1.0`.
    pub rate: f32,
    /// Number of the node in its model: two layers never draw the same mask.
    pub node: u32,
}

/// Applied to an operation's result `z` in this order: `z + residual`, activation, dropout.
///
/// `y = dropout(activation(z + residual))`. The activation is one of [`Activation`] or one with parameters, of which at most
/// one isn't the identity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epilogue {
    /// Add the operation's last input, which has the length of the output.
    pub residual: bool,
    /// Applied to the sum. [`Activation::Linear`] does nothing.
    pub activation: Activation,
    /// Applied to the sum: a layer with parameters of its own, which a call gets as `absorbed`.
    pub parametric: Option<Parametric>,
    /// Applied last, in training only.
    pub dropout: Option<Dropout>,
    /// Forward keeps `z + residual` in the last saved buffer, because the activation's derivative can't be had
    /// from its output.
    pub save_input: bool,
}

/// Where the values of a call stand: what the epilogue must know besides them.
#[derive(Clone, Copy, Debug)]
pub struct Site {
    /// Length of the last axis: of a bias, and of the rows along which softmax and its like act.
    pub width: usize,
    /// Elements of one sample.
    pub sample_len: usize,
    /// Index of the first sample within the batch.
    pub first_sample: usize,
    /// The source of random numbers of this step.
    pub random: Random,
}

/// What a layer that the epilogue has absorbed brings to a backward call.
#[derive(Debug)]
pub struct Absorbed<'a> {
    /// Its parameters.
    pub parameters: &'a [f32],
    /// Their gradients, to be added to; `None` if it is frozen.
    pub gradients: Option<&'a mut [f32]>,
}

impl Absorbed<'_> {
    /// There is no such layer.
    pub const NONE: Absorbed<'static> = Absorbed {
        parameters: &[],
        gradients: None,
    };
}

/// Elements that are finished together, while they are in the first-level cache.
const BLOCK: usize = 2048;

impl Epilogue {
    /// Nothing is fused.
    pub const NONE: Epilogue = Epilogue {
        residual: false,
        activation: Activation::Linear,
        parametric: None,
        dropout: None,
        save_input: false,
    };

    /// The buffer for the activation's input: the last of an operation's saved ones, if that is kept. In inference
    /// there is none.
    pub fn saved<'a>(&self, buffers: &'a mut [&mut [f32]]) -> Option<&'a mut [f32]> {
        let last = buffers.last_mut().map(|buffer| &mut **buffer);
        last.filter(|_| self.save_input)
    }

    /// Turns `z` into `y = dropout(activation(z + bias + residual))`, in place and in one pass over memory but for
    /// the dropout's.
    ///
    /// `bias` has `site.width` elements. `residual` is `None` if there is none or it has been added already. `saved`
    /// is given to keep the activation's input.
    ///
    /// # Panics
    /// If the lengths don't fit.
    pub fn forward(
        &self,
        site: Site,
        mode: Mode,
        bias: Option<&[f32]>,
        residual: Option<&[f32]>,
        values: &mut [f32],
        saved: Option<&mut [f32]>,
    ) {
        self.forward_absorbed(site, mode, bias, residual, &[], values, saved);
    }

    /// The same with the parameters of an absorbed layer.
    ///
    /// # Panics
    /// If the lengths don't fit.
    #[allow(clippy::too_many_arguments)] // what a call reads and writes
    pub fn forward_absorbed(
        &self,
        site: Site,
        mode: Mode,
        bias: Option<&[f32]>,
        residual: Option<&[f32]>,
        absorbed: &[f32],
        values: &mut [f32],
        saved: Option<&mut [f32]>,
    ) {
        let width = site.width.max(1);
        assert!(
            bias.is_none_or(|bias| bias.len() == width),
            "epilogue: the bias doesn't have {width} elements"
        );
        assert!(
            residual.is_none_or(|residual| residual.len() == values.len()),
            "epilogue: residual's length differs"
        );
        let relu = self.activation == Activation::Relu && saved.is_none();
        let later = if relu {
            Activation::Linear
        } else {
            self.activation
        };
        let nothing = bias.is_none() && residual.is_none() && !relu;
        let block = width * (BLOCK / width).max(1);
        let mut saved = saved;
        for first in (0..values.len()).step_by(block) {
            let end = (first + block).min(values.len());
            let values = &mut values[first..end];
            if !nothing {
                join(
                    width,
                    bias.unwrap_or(&[]),
                    residual.map_or(&[], |residual| &residual[first..end]),
                    relu,
                    values,
                );
            }
            if let Some(saved) = &mut saved {
                saved[first..end].copy_from_slice(values);
            }
            if later != Activation::Linear {
                activations::forward(later, width, values);
            }
            if let Some(parametric) = self.parametric {
                parametric.forward(absorbed, values);
            }
        }
        if let (Some(dropout), Mode::Training) = (self.dropout, mode) {
            site.random.dropout(
                dropout.node,
                site.first_sample,
                site.sample_len,
                dropout.rate,
                values,
            );
        }
    }

    /// Turns one sample's `z`, which has its bias, into `y = activation(z + residual)`, in place and without a panic path:
    /// the bits of [`forward`](Self::forward) in inference.
    ///
    /// `residual` is empty if there is none or it has been added already.
    #[inline(always)]
    pub fn infer(&self, width: usize, residual: &[f32], values: &mut [f32]) {
        self.infer_absorbed(width, residual, &[], values);
    }

    /// The same with the parameters of an absorbed layer.
    #[inline(always)]
    pub fn infer_absorbed(
        &self,
        width: usize,
        residual: &[f32],
        absorbed: &[f32],
        values: &mut [f32],
    ) {
        if !residual.is_empty() {
            portable::add(residual, values);
        }
        activations::infer(self.activation, width, values);
        if let Some(parametric) = self.parametric {
            parametric.forward(absorbed, values);
        }
    }

    /// Turns the output's cotangent into that of `z`, in place, and gives it to the residual too.
    ///
    /// `output` is what forward left; it may be empty if the activation isn't differentiated from it. `saved` is
    /// what forward saved, with [`save_input`](Self::save_input). An activation along the last axis that a dropout
    /// follows needs the latter: the dropped elements of the output are lost.
    ///
    /// # Panics
    /// If the lengths don't fit, or what is needed wasn't saved.
    pub fn backward(
        &self,
        site: Site,
        output: &[f32],
        saved: Option<&mut [f32]>,
        cotangent: &mut [f32],
        residual: Option<&mut InputCotangent<'_>>,
    ) {
        self.backward_absorbed(site, output, saved, Absorbed::NONE, cotangent, residual);
    }

    /// The same with an absorbed layer's parameters and the place of their gradients. Its activation needs its input in
    /// `saved`, unless the operation has gone back through it itself and gives `Absorbed::NONE`.
    ///
    /// # Panics
    /// If the lengths don't fit, or what is needed wasn't saved.
    pub fn backward_absorbed(
        &self,
        site: Site,
        output: &[f32],
        saved: Option<&mut [f32]>,
        absorbed: Absorbed<'_>,
        cotangent: &mut [f32],
        residual: Option<&mut InputCotangent<'_>>,
    ) {
        if let Some(dropout) = self.dropout {
            site.random.dropout(
                dropout.node,
                site.first_sample,
                site.sample_len,
                dropout.rate,
                cotangent,
            );
        }
        let width = site.width.max(1);
        let kept_rate = self.dropout.map_or(1.0, |dropout| 1.0 - dropout.rate);
        let mut saved = saved;
        if let (Some(parametric), Some(saved)) = (self.parametric, saved.as_deref_mut()) {
            parametric.backward(absorbed.parameters, saved, cotangent, absorbed.gradients);
        }
        match (self.activation.backward_needs(), saved) {
            (BackwardNeeds::Nothing, _) => {
                activations::backward(self.activation, width, &[], cotangent);
            }
            (BackwardNeeds::Input, Some(saved)) => {
                activations::backward(self.activation, width, saved, cotangent)
            }
            (BackwardNeeds::Output, Some(saved)) => {
                activations::forward(self.activation, width, saved);
                activations::backward(self.activation, width, saved, cotangent);
            }
            (BackwardNeeds::Output, None) if kept_rate == 1.0 => {
                activations::backward(self.activation, width, output, cotangent);
            }
            (BackwardNeeds::Output, None) if self.activation.is_elementwise() => {
                assert_eq!(
                    output.len(),
                    cotangent.len(),
                    "epilogue: lengths of the output and its cotangent differ"
                );
                // What the activation gave before the kept elements were scaled; the others' cotangents are 0.
                let mut before = [0.0; 256];
                for (output, cotangent) in output.chunks(256).zip(cotangent.chunks_mut(256)) {
                    let before = &mut before[..output.len()];
                    before.copy_from_slice(output);
                    vector::scale(kept_rate, before);
                    activations::backward(self.activation, width, before, cotangent);
                }
            }
            (needs, None) => panic!(
                "epilogue: {:?} needs its {needs:?}, which wasn't saved",
                self.activation
            ),
        }
        match residual {
            Some(InputCotangent::Write(to)) => to.copy_from_slice(cotangent),
            Some(InputCotangent::Add(to)) => vector::add(cotangent, to),
            Some(InputCotangent::Skip | InputCotangent::InPlace) | None => {}
        }
    }
}

for_each_level! {
    /// `z + bias + residual`, and its positive part with `relu`, over whole rows of `width`. An empty slice isn't added.
    fn join(width: usize, bias: &[f32], residual: &[f32], relu: bool, values: &mut [f32]) {
        if residual.is_empty() {
            for row in values.chunks_exact_mut(width) {
                if relu && !bias.is_empty() {
                    for (value, bias) in row.iter_mut().zip(bias) {
                        *value = positive(*value + bias);
                    }
                } else if relu {
                    for value in row {
                        *value = positive(*value);
                    }
                } else {
                    for (value, bias) in row.iter_mut().zip(bias) {
                        *value += bias;
                    }
                }
            }
            return;
        }
        for (row, residual) in values.chunks_exact_mut(width).zip(residual.chunks_exact(width)) {
            if bias.is_empty() {
                for (value, residual) in row.iter_mut().zip(residual) {
                    *value = bounded(*value + residual, relu);
                }
            } else {
                for (value, (bias, residual)) in row.iter_mut().zip(bias.iter().zip(residual)) {
                    *value = bounded(*value + bias + residual, relu);
                }
            }
        }
    }
}

#[inline(always)]
fn positive(x: f32) -> f32 {
    if x < 0.0 { 0.0 } else { x }
}

#[inline(always)]
fn bounded(x: f32, relu: bool) -> f32 {
    if relu && x < 0.0 { 0.0 } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SITE: Site = Site {
        width: 5,
        sample_len: 15,
        first_sample: 3,
        random: Random { seed: 7, step: 11 },
    };

    fn ramp(count: usize, phase: f32) -> Vec<f32> {
        (0..count)
            .map(|index| (index as f32 * 0.7 + phase).sin())
            .collect()
    }

    #[test]
    fn adds_then_activates_then_drops() {
        let (bias, residual, z) = (ramp(5, 0.1), ramp(30, 0.2), ramp(30, 0.3));
        for activation in [Activation::Relu, Activation::Tanh, Activation::Softmax] {
            let dropout = Dropout { rate: 0.5, node: 2 };
            let epilogue = Epilogue {
                residual: true,
                activation,
                dropout: Some(dropout),
                save_input: true,
                ..Epilogue::NONE
            };
            let mut expected: Vec<f32> = (0..30)
                .map(|index| z[index] + bias[index % 5] + residual[index])
                .collect();
            let sums = expected.clone();
            activations::forward(activation, 5, &mut expected);
            let mut saved = vec![0.0; 30];
            let mut found = z.clone();
            epilogue.forward(
                SITE,
                Mode::Inference,
                Some(&bias),
                Some(&residual),
                &mut found,
                Some(&mut saved),
            );
            assert_eq!((&found, &saved), (&expected, &sums));
            let mut fused = z.clone();
            epilogue.forward(
                SITE,
                Mode::Inference,
                Some(&bias),
                Some(&residual),
                &mut fused,
                None,
            );
            assert_eq!(fused, expected);
            SITE.random.dropout(2, 3, 15, 0.5, &mut expected);
            let mut found = z.clone();
            epilogue.forward(
                SITE,
                Mode::Training,
                Some(&bias),
                Some(&residual),
                &mut found,
                Some(&mut saved),
            );
            assert_eq!(found, expected);
            assert!(found.contains(&0.0));
        }
    }

    #[test]
    fn differentiates_through_a_dropout_with_and_without_saved_input() {
        for activation in [
            Activation::Relu,
            Activation::Tanh,
            Activation::Selu,
            Activation::Softmax,
        ] {
            let dropout = Some(Dropout { rate: 0.4, node: 2 });
            let epilogue = Epilogue {
                residual: true,
                activation,
                dropout,
                save_input: true,
                ..Epilogue::NONE
            };
            let z = ramp(30, 0.3);
            let (mut y, mut saved) = (z.clone(), vec![0.0; 30]);
            epilogue.forward(SITE, Mode::Training, None, None, &mut y, Some(&mut saved));
            // By hand: mask, then derivative.
            let mut before = z.clone();
            activations::forward(activation, 5, &mut before);
            let mut expected = ramp(30, 0.9);
            SITE.random.dropout(2, 3, 15, 0.4, &mut expected);
            activations::backward(activation, 5, &before, &mut expected);
            let mut found = ramp(30, 0.9);
            let mut residual = vec![1.0; 30];
            let mut to = InputCotangent::Add(&mut residual);
            epilogue.backward(SITE, &y, Some(&mut saved), &mut found, Some(&mut to));
            assert_eq!(found, expected);
            assert!(residual.iter().zip(&found).all(|(to, dz)| *to == 1.0 + dz));
            if activation.is_elementwise() {
                let mut found = ramp(30, 0.9);
                epilogue.backward(SITE, &y, None, &mut found, None);
                assert!(
                    found
                        .iter()
                        .zip(&expected)
                        .all(|(a, b)| (a - b).abs() < 1e-6)
                );
            }
        }
    }
}
