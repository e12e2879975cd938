//! The check that every layer runs: finite differences, tiles, ways of writing cotangents, late weight gradients.

use crate::inference::{self, Inference};
use crate::operation::{Backward, Forward, InputCotangent, Mode, Operation, WeightGradient};
use crate::random::Random;

/// The step's randomness in all checks.
pub(crate) const RANDOM: Random = Random {
    seed: 2017,
    step: 3,
};
/// Index of the first sample in all checks.
const FIRST: usize = 2;
const SAMPLES: usize = 5;

/// Numbers in −1..1 that look random.
pub(crate) fn numbers(count: usize, seed: u32) -> Vec<f32> {
    (0..count as u32)
        .map(|index| RANDOM.uniform(seed, 77, index) * 2.0 - 1.0)
        .collect()
}

/// A layer, and what the compiler would know of it.
pub(crate) struct Check<O> {
    pub operation: O,
    /// Length of each input for one sample.
    pub inputs: Vec<usize>,
    /// Which inputs backward reads.
    pub keep_inputs: Vec<bool>,
    pub outputs: Vec<usize>,
    pub keep_outputs: Vec<bool>,
    pub parameters: usize,
    pub state: Vec<f32>,
    pub saved: Vec<usize>,
    pub scratch: Box<dyn Fn(usize) -> usize>,
    /// Rows, row length and scratch of the late weight gradient.
    pub late: Option<(usize, usize, usize)>,
    /// The last input may lie in the output already.
    pub residual_in_place: bool,
    /// The only input may lie in the output already, and the cotangents may share a buffer.
    pub in_place: bool,
    /// Applied to all random inputs, to keep them off kinks and ties.
    pub adapt: fn(usize, f32) -> f32,
}

/// What a forward and a backward pass give, over all samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pass {
    pub outputs: Vec<Vec<f32>>,
    pub saved: Vec<Vec<f32>>,
    pub output_cotangents: Vec<Vec<f32>>,
    pub input_cotangents: Vec<Vec<f32>>,
    pub gradients: Vec<f32>,
}

/// How the cotangent of each input is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Write,
    Add,
    Skip,
    InPlace,
}

/// The part of each buffer that belongs to some samples.
fn part(buffers: &[Vec<f32>], samples: usize, first: usize, count: usize) -> Vec<&[f32]> {
    buffers
        .iter()
        .map(|buffer| {
            let len = buffer.len() / samples;
            &buffer[first * len..(first + count) * len]
        })
        .collect()
}

fn part_mut(
    buffers: &mut [Vec<f32>],
    samples: usize,
    first: usize,
    count: usize,
) -> Vec<&mut [f32]> {
    buffers
        .iter_mut()
        .map(|buffer| {
            let len = buffer.len() / samples;
            &mut buffer[first * len..(first + count) * len]
        })
        .collect()
}

impl<O: Operation> Check<O> {
    pub fn new(operation: O) -> Check<O> {
        Check {
            operation,
            inputs: vec![],
            keep_inputs: vec![],
            outputs: vec![],
            keep_outputs: vec![],
            parameters: 0,
            state: vec![],
            saved: vec![],
            scratch: Box::new(|_| 0),
            late: None,
            residual_in_place: false,
            in_place: false,
            adapt: |_, value| value,
        }
    }

    fn buffers(lens: &[usize], samples: usize) -> Vec<Vec<f32>> {
        // Stale values, so that what isn't overwritten shows.
        lens.iter().map(|len| vec![0.3; len * samples]).collect()
    }

    fn forward_tiles(
        &self,
        mode: Mode,
        tiles: &[usize],
        inputs: &[Vec<f32>],
        parameters: &[f32],
        in_place: Option<usize>,
    ) -> (Vec<Vec<f32>>, Vec<Vec<f32>>) {
        let samples = tiles.iter().sum();
        let mut outputs = Self::buffers(&self.outputs, samples);
        let mut saved = if mode == Mode::Training {
            Self::buffers(&self.saved, samples)
        } else {
            vec![]
        };
        if let Some(index) = in_place {
            outputs[0].copy_from_slice(&inputs[index]);
        }
        let mut first = 0;
        for &count in tiles {
            let mut tile_inputs = part(inputs, samples, first, count);
            if let Some(index) = in_place {
                tile_inputs[index] = &[];
            }
            self.operation.forward(Forward {
                mode,
                samples: count,
                first_sample: FIRST + first,
                inputs: &tile_inputs,
                outputs: &mut part_mut(&mut outputs, samples, first, count),
                parameters,
                absorbed: &[],
                state: &self.state,
                statistics: &[],
                saved: &mut part_mut(&mut saved, samples, first, count),
                scratch: &mut vec![0.7; (self.scratch)(count)],
                random: RANDOM,
            });
            first += count;
        }
        (outputs, saved)
    }

    /// The outputs in inference.
    pub fn forward(
        &self,
        samples: usize,
        inputs: &[Vec<f32>],
        parameters: &[f32],
    ) -> Vec<Vec<f32>> {
        self.forward_tiles(Mode::Inference, &[samples], inputs, parameters, None)
            .0
    }

    /// Forward in training and backward.
    pub fn pass(
        &self,
        samples: usize,
        inputs: &[Vec<f32>],
        parameters: &[f32],
        cotangents: &[Vec<f32>],
    ) -> Pass {
        let ways = vec![Way::Write; self.inputs.len()];
        self.pass_in(
            &[samples],
            inputs,
            parameters,
            cotangents,
            &ways,
            true,
            None,
        )
    }

    #[allow(clippy::too_many_arguments)]
    fn pass_in(
        &self,
        tiles: &[usize],
        inputs: &[Vec<f32>],
        parameters: &[f32],
        cotangents: &[Vec<f32>],
        ways: &[Way],
        trained: bool,
        in_place: Option<usize>,
    ) -> Pass {
        let samples = tiles.iter().sum();
        let (outputs, mut saved) =
            self.forward_tiles(Mode::Training, tiles, inputs, parameters, in_place);
        let mut output_cotangents = cotangents.to_vec();
        let mut input_cotangents = Self::buffers(&self.inputs, samples);
        let mut gradients = vec![0.0; if trained { self.parameters } else { 0 }];
        let mut first = 0;
        for &count in tiles {
            let mut kept_inputs = part(inputs, samples, first, count);
            for (input, keep) in kept_inputs.iter_mut().zip(&self.keep_inputs) {
                if !keep {
                    *input = &[];
                }
            }
            let mut kept_outputs = part(&outputs, samples, first, count);
            for (output, keep) in kept_outputs.iter_mut().zip(&self.keep_outputs) {
                if !keep {
                    *output = &[];
                }
            }
            let targets = part_mut(&mut input_cotangents, samples, first, count);
            let mut targets: Vec<_> = targets
                .into_iter()
                .zip(ways)
                .map(|(buffer, way)| match way {
                    Way::Write => InputCotangent::Write(buffer),
                    Way::Add => InputCotangent::Add(buffer),
                    Way::Skip => InputCotangent::Skip,
                    Way::InPlace => InputCotangent::InPlace,
                })
                .collect();
            self.operation.backward(Backward {
                samples: count,
                first_sample: FIRST + first,
                inputs: &kept_inputs,
                outputs: &kept_outputs,
                saved: &mut part_mut(&mut saved, samples, first, count),
                output_cotangents: &mut part_mut(&mut output_cotangents, samples, first, count),
                input_cotangents: &mut targets,
                parameters,
                absorbed: &[],
                absorbed_gradients: None,
                gradients: trained.then_some(&mut gradients),
                state: &self.state,
                statistics: &[],
                scratch: &mut vec![0.7; (self.scratch)(count)],
                random: RANDOM,
            });
            first += count;
        }
        Pass {
            outputs,
            saved,
            output_cotangents,
            input_cotangents,
            gradients,
        }
    }

    /// All checks, on random values.
    pub fn run(&self) {
        assert_eq!(self.inputs.len(), self.keep_inputs.len());
        assert_eq!(self.outputs.len(), self.keep_outputs.len());
        let random = |lens: &[usize], seed: u32| -> Vec<Vec<f32>> {
            lens.iter()
                .enumerate()
                .map(|(index, len)| numbers(len * SAMPLES, seed + index as u32))
                .collect()
        };
        let mut inputs = random(&self.inputs, 10);
        for input in &mut inputs {
            input
                .iter_mut()
                .enumerate()
                .for_each(|(index, value)| *value = (self.adapt)(index, *value));
        }
        let parameters = numbers(self.parameters, 20);
        let cotangents = random(&self.outputs, 30);
        let write = vec![Way::Write; self.inputs.len()];
        let whole = self.pass_in(
            &[SAMPLES],
            &inputs,
            &parameters,
            &cotangents,
            &write,
            true,
            None,
        );
        self.check_differences(&inputs, &parameters, &cotangents, &whole);

        let tiled = self.pass_in(
            &[2, 1, 2],
            &inputs,
            &parameters,
            &cotangents,
            &write,
            true,
            None,
        );
        assert_eq!(tiled.outputs, whole.outputs, "tiles change the outputs");
        assert_eq!(
            tiled.input_cotangents, whole.input_cotangents,
            "tiles change the inputs' cotangents"
        );
        assert_eq!(
            tiled.gradients, whole.gradients,
            "tiles change the gradients"
        );

        let frozen = self.pass_in(
            &[SAMPLES],
            &inputs,
            &parameters,
            &cotangents,
            &write,
            false,
            None,
        );
        assert_eq!(
            frozen.input_cotangents, whole.input_cotangents,
            "freezing changes the inputs' cotangents"
        );

        for index in 0..self.inputs.len() {
            let mut ways = write.clone();
            ways[index] = Way::Add;
            let added = self.pass_in(
                &[SAMPLES],
                &inputs,
                &parameters,
                &cotangents,
                &ways,
                true,
                None,
            );
            let sums = added.input_cotangents[index]
                .iter()
                .zip(&whole.input_cotangents[index]);
            for (sum, alone) in sums {
                assert!(
                    (sum - 0.3 - alone).abs() < 1e-5 * (1.0 + alone.abs()),
                    "adding: {sum} for {alone}"
                );
            }
            ways[index] = Way::Skip;
            let mut skipped = self.pass_in(
                &[SAMPLES],
                &inputs,
                &parameters,
                &cotangents,
                &ways,
                true,
                None,
            );
            assert!(
                skipped.input_cotangents[index]
                    .iter()
                    .all(|value| *value == 0.3),
                "not skipped"
            );
            skipped.input_cotangents[index].clone_from(&whole.input_cotangents[index]);
            assert_eq!(skipped, whole, "skipping a cotangent changes others");
        }
        if self.residual_in_place {
            let last = self.inputs.len() - 1;
            let pass = self.pass_in(
                &[3, 2],
                &inputs,
                &parameters,
                &cotangents,
                &write,
                true,
                Some(last),
            );
            assert_close(&pass.outputs[0], &whole.outputs[0]);
            let mut ways = write.clone();
            ways[last] = Way::InPlace;
            let pass = self.pass_in(
                &[3, 2],
                &inputs,
                &parameters,
                &cotangents,
                &ways,
                true,
                None,
            );
            assert_eq!(pass.output_cotangents[0], whole.input_cotangents[last]);
        }
        if self.in_place {
            // An input that is kept doesn't lie in the output.
            let forward = (!self.keep_inputs[0]).then_some(0);
            let pass = self.pass_in(
                &[3, 2],
                &inputs,
                &parameters,
                &cotangents,
                &[Way::InPlace],
                true,
                forward,
            );
            assert_eq!(pass.outputs, whole.outputs);
            assert_eq!(pass.output_cotangents[0], whole.input_cotangents[0]);
        }
        if let Some((rows, width, scratch)) = self.late {
            assert_eq!(rows * width, self.parameters);
            let late = self.late_gradients(&inputs, &whole, rows, width, scratch, &[rows], false);
            assert_close(&late, &whole.gradients);
            let (a, b) = (rows / 2, rows - rows / 2 - 1);
            let split =
                self.late_gradients(&inputs, &whole, rows, width, scratch, &[a, b, 1], false);
            assert_eq!(split, late, "splitting the rows changes the late gradient");
            let twice = self.late_gradients(&inputs, &whole, rows, width, scratch, &[rows], true);
            let sum: Vec<f32> = late.iter().map(|value| value + 0.25).collect();
            assert_close(&twice, &sum);
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn late_gradients(
        &self,
        inputs: &[Vec<f32>],
        pass: &Pass,
        rows: usize,
        width: usize,
        scratch: usize,
        blocks: &[usize],
        accumulate: bool,
    ) -> Vec<f32> {
        let mut gradients = vec![0.25; rows * width];
        let mut first = 0;
        for &count in blocks {
            let inputs: Vec<&[f32]> = inputs
                .iter()
                .zip(&self.keep_inputs)
                .map(|(input, keep)| if *keep { &input[..] } else { &[] })
                .collect();
            self.operation.weight_gradient(WeightGradient {
                samples: SAMPLES,
                rows: first..first + count,
                inputs: &inputs,
                output_cotangents: &part(&pass.output_cotangents, 1, 0, 1),
                saved: &part(&pass.saved, 1, 0, 1),
                gradients: &mut gradients[first * width..(first + count) * width],
                accumulate,
                scratch: &mut vec![0.7; scratch],
            });
            first += count;
        }
        gradients
    }

    /// Compares all derivatives of `Σ y · dy` with central differences, a bounded number of positions in each buffer.
    fn check_differences(
        &self,
        inputs: &[Vec<f32>],
        parameters: &[f32],
        cotangents: &[Vec<f32>],
        pass: &Pass,
    ) {
        const STEP: f32 = 1.0 / 256.0;
        let value = |inputs: &[Vec<f32>], parameters: &[f32]| -> f64 {
            let (outputs, _) =
                self.forward_tiles(Mode::Training, &[SAMPLES], inputs, parameters, None);
            let pairs = outputs.iter().flatten().zip(cotangents.iter().flatten());
            pairs.map(|(y, dy)| f64::from(*y) * f64::from(*dy)).sum()
        };
        let compare = |found: f32, difference: f64, what: &str| {
            let close = (f64::from(found) - difference).abs() < 3e-3 * (1.0 + difference.abs());
            assert!(close, "{what}: {found} instead of {difference}");
        };
        for (which, input) in inputs.iter().enumerate() {
            for position in (0..input.len()).step_by(1 + input.len() / 150) {
                let mut moved = inputs.to_vec();
                moved[which][position] = input[position] + STEP;
                let above = value(&moved, parameters);
                moved[which][position] = input[position] - STEP;
                let difference = (above - value(&moved, parameters)) / f64::from(2.0 * STEP);
                compare(
                    pass.input_cotangents[which][position],
                    difference,
                    &format!("input {which}[{position}]"),
                );
            }
        }
        for position in (0..parameters.len()).step_by(1 + parameters.len() / 150) {
            let mut moved = parameters.to_vec();
            moved[position] = parameters[position] + STEP;
            let above = value(inputs, &moved);
            moved[position] = parameters[position] - STEP;
            let difference = (above - value(inputs, &moved)) / f64::from(2.0 * STEP);
            compare(
                pass.gradients[position],
                difference,
                &format!("parameter {position}"),
            );
        }
    }
}

impl<O: Operation + Inference> Check<O> {
    /// The deployed form of one sample has the bits of forward, also in place; slices that are too short are harmless.
    pub fn run_inference(&self) {
        let random =
            |seed: u32| move |(index, len): (usize, &usize)| numbers(*len, seed + index as u32);
        let mut inputs: Vec<Vec<f32>> = self.inputs.iter().enumerate().map(random(50)).collect();
        for input in &mut inputs {
            for (index, value) in input.iter_mut().enumerate() {
                *value = (self.adapt)(index, *value);
            }
        }
        let parameters = numbers(self.parameters, 60);
        let expected = self.forward(1, &inputs, &parameters);
        let infer = |inputs: &[&[f32]], outputs: &mut [Vec<f32>]| {
            let mut outputs: Vec<&mut [f32]> = outputs.iter_mut().map(Vec::as_mut_slice).collect();
            self.operation.infer(inference::Call {
                inputs,
                outputs: &mut outputs,
                parameters: &parameters,
                absorbed: &[],
                scratch: &mut vec![0.7; (self.scratch)(1)],
            });
        };
        let mut slices: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let mut outputs = Self::buffers(&self.outputs, 1);
        infer(&slices, &mut outputs);
        assert_eq!(outputs, expected, "the deployed form differs");
        if self.in_place {
            outputs[0].clone_from(&inputs[0]);
            slices[0] = &[];
            infer(&slices, &mut outputs);
            assert_eq!(outputs, expected, "the deployed form differs in place");
        }
        for len in [0, 1] {
            let short: Vec<&[f32]> = inputs.iter().map(|input| &input[..len]).collect();
            infer(&short, &mut Self::buffers(&self.outputs, 1));
            infer(&slices, &mut vec![vec![0.0; len]; self.outputs.len()]);
        }
    }
}

/// Equal within rounding.
pub(crate) fn assert_close(found: &[f32], expected: &[f32]) {
    assert_eq!(found.len(), expected.len());
    for (index, (found, expected)) in found.iter().zip(expected).enumerate() {
        let close = (found - expected).abs() <= 2e-5 * (1.0 + expected.abs());
        assert!(close, "[{index}]: {found} instead of {expected}");
    }
}
