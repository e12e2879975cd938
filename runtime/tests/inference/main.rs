//! Every layer's `infer` gives the bits of its `forward` with portable kernels, for one sample, wherever its inputs lie, and
//! panics for no length.
//!
//! A process of its own: it forces the portable level, which holds for all threads.

mod activations;
mod convolutions;
mod dense;
mod merges;
mod normalization;
mod others;
mod recurrent;

use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::inference::{self, Inference};
use formwork_runtime::kernels::level::{Level, force};
use formwork_runtime::operation::{Forward, Mode, Operation};
use formwork_runtime::random::Random;
use formwork_runtime::shape_rules::Activation;

const RANDOM: Random = Random {
    seed: 1926,
    step: 4,
};

/// Numbers in −1..1 that look random.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    (0..count as u32)
        .map(|index| RANDOM.uniform(seed, 5, index) * 2.0 - 1.0)
        .collect()
}

fn bits(values: &[Vec<f32>]) -> Vec<Vec<u32>> {
    let bits = |values: &Vec<f32>| values.iter().map(|value| value.to_bits()).collect();
    values.iter().map(bits).collect()
}

/// Lengths of what a layer reads and writes.
#[derive(Clone, Default)]
struct Case {
    inputs: Vec<usize>,
    outputs: Vec<usize>,
    parameters: usize,
    /// Of the layer that the epilogue has absorbed.
    absorbed: usize,
    /// Scratch of `forward` for one sample.
    forward_scratch: usize,
    /// Scratch of `infer`.
    scratch: usize,
    /// State of `forward`.
    state: Vec<f32>,
    /// Inputs that may also lie in the output.
    in_place: Vec<usize>,
}

impl Case {
    /// Compares both forms, with inputs of their own and in the output's place, and tries lengths that don't fit.
    fn check<O: Operation + Inference>(&self, layer: &O) {
        let inputs: Vec<Vec<f32>> = self
            .inputs
            .iter()
            .zip(1..)
            .map(|(len, seed)| numbers(*len, seed))
            .collect();
        let parameters = numbers(self.parameters, 40);
        let expected = self.forward(layer, &inputs, &parameters, &self.state);
        for in_place in [None].into_iter().chain(self.in_place.iter().map(Some)) {
            let found = self.infer(layer, &inputs, &parameters, in_place.copied());
            assert_eq!(
                bits(&found),
                bits(&expected),
                "input {in_place:?} in place: {found:?} instead of {expected:?}"
            );
        }
        self.try_lengths(layer, &inputs, &parameters);
    }

    /// The outputs, with contents that show what isn't written.
    fn outputs(&self, inputs: &[Vec<f32>], in_place: Option<usize>) -> Vec<Vec<f32>> {
        let mut outputs: Vec<Vec<f32>> = self.outputs.iter().map(|len| vec![0.3; *len]).collect();
        if let Some(index) = in_place {
            outputs[0].clone_from(&inputs[index]);
        }
        outputs
    }

    fn forward(
        &self,
        layer: &impl Operation,
        inputs: &[Vec<f32>],
        parameters: &[f32],
        state: &[f32],
    ) -> Vec<Vec<f32>> {
        force(Level::Portable);
        let mut outputs = self.outputs(inputs, None);
        let inputs: Vec<&[f32]> = inputs.iter().map(|input| &input[..]).collect();
        layer.forward(Forward {
            mode: Mode::Inference,
            samples: 1,
            first_sample: 0,
            inputs: &inputs,
            outputs: &mut outputs
                .iter_mut()
                .map(|output| &mut output[..])
                .collect::<Vec<_>>(),
            parameters,
            absorbed: &numbers(self.absorbed, 50),
            state,
            statistics: &[],
            saved: &mut [],
            scratch: &mut vec![0.7; self.forward_scratch],
            random: RANDOM,
        });
        outputs
    }

    fn infer(
        &self,
        layer: &impl Inference,
        inputs: &[Vec<f32>],
        parameters: &[f32],
        in_place: Option<usize>,
    ) -> Vec<Vec<f32>> {
        let mut outputs = self.outputs(inputs, in_place);
        let mut inputs: Vec<&[f32]> = inputs.iter().map(|input| &input[..]).collect();
        if let Some(index) = in_place {
            inputs[index] = &[];
        }
        layer.infer(inference::Call {
            inputs: &inputs,
            outputs: &mut outputs
                .iter_mut()
                .map(|output| &mut output[..])
                .collect::<Vec<_>>(),
            parameters,
            absorbed: &numbers(self.absorbed, 50),
            scratch: &mut vec![0.7; self.scratch],
        });
        outputs
    }

    /// Shortens and drops slices, one kind at a time.
    fn try_lengths(&self, layer: &impl Inference, inputs: &[Vec<f32>], parameters: &[f32]) {
        for cut in [0, 1, 2, 7] {
            let parts = |len: usize| [len, len.saturating_sub(1), len * cut / 8];
            for kind in 0..4 {
                for which in 0..3 {
                    let len = |own: usize, len: usize| {
                        if own == kind { parts(len)[which] } else { len }
                    };
                    let inputs: Vec<&[f32]> = inputs
                        .iter()
                        .map(|input| &input[..len(0, input.len())])
                        .collect();
                    let mut outputs = self.outputs.clone();
                    outputs
                        .iter_mut()
                        .for_each(|output| *output = len(1, *output));
                    let mut outputs: Vec<Vec<f32>> =
                        outputs.into_iter().map(|len| vec![0.0; len]).collect();
                    let mut outputs: Vec<&mut [f32]> =
                        outputs.iter_mut().map(|output| &mut output[..]).collect();
                    for (inputs_count, outputs_count) in
                        [(inputs.len(), outputs.len()), (0, 1), (1, 0), (0, 0)]
                    {
                        layer.infer(inference::Call {
                            inputs: &inputs[..inputs_count.min(inputs.len())],
                            outputs: &mut outputs[..outputs_count],
                            parameters: &parameters[..len(2, parameters.len())],
                            absorbed: &numbers(self.absorbed, 50),
                            scratch: &mut vec![0.0; len(3, self.scratch)],
                        });
                    }
                }
            }
        }
    }
}

/// What is fused in the tests: nothing, a residual, activations of all kinds.
fn epilogues() -> Vec<Epilogue> {
    let mut epilogues = vec![];
    for residual in [false, true] {
        for activation in [
            Activation::Linear,
            Activation::Relu,
            Activation::Tanh,
            Activation::Softmax,
        ] {
            epilogues.push(Epilogue {
                residual,
                activation,
                ..Epilogue::NONE
            });
        }
    }
    epilogues
}
