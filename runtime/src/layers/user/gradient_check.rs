//! What a user tests a layer with: its gradients against finite differences, in training, over a batch.

use super::{Bundle, Layer, UserLayer};
use crate::init::fill;
use crate::kernels::team::{SHARDS, shard_samples};
use crate::operation::{At, BatchCoupled, InputCotangent, Operation};
use crate::random::Random;
use std::fmt;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

/// Positions of each tensor and of each input that are compared.
const COMPARED: usize = 150;

/// Compares the backward of a [`Layer`] with central differences of its forward, on random numbers.
///
/// It also finds outputs and cotangents that aren't written, parameters' gradients that are overwritten instead of added to,
/// and reads of scratch that nothing was written to. Statistics over the batch and random numbers are those of a training
/// step, so that normalizations and dropouts can be checked.
///
/// ```
/// use formwork_runtime::layers::{Context, GradientCheck, Layer};
/// use formwork_runtime::tensor::Tensor1;
///
/// struct Square;
///
/// impl Layer for Square {
///     type Input = Tensor1<3>;
///     type Output = Tensor1<3>;
///     const SAVED: usize = 3;
///
///     fn forward(&self, _: Context<'_>, _: &[f32], x: &Tensor1<3>, y: &mut Tensor1<3>, saved: &mut [f32]) {
///         (0..3).for_each(|i| y[i] = x[i] * x[i]);
///         if !saved.is_empty() {
///             saved.copy_from_slice(x.as_slice());
///         }
///     }
///
///     fn backward(&self, _: Context<'_>, _: &[f32], x: &[f32], dy: &Tensor1<3>, dx: &mut Tensor1<3>, _: &mut [f32]) {
///         (0..3).for_each(|i| dx[i] = 2.0 * x[i] * dy[i]);
///     }
/// }
///
/// GradientCheck::default().run(Square).unwrap();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GradientCheck {
    /// Samples in the batch.
    pub samples: usize,
    /// Of all random numbers, and of the step.
    pub seed: u64,
    /// How far a derivative may be from the difference, in parts of one more than the difference's absolute value.
    pub tolerance: f32,
    /// Makes an element of an input, by the input's number, from a number in −1..1. To keep off kinks and poles.
    pub input: fn(usize, f32) -> f32,
    /// The same for parameters, by the number of the tensor.
    pub parameter: fn(usize, f32) -> f32,
}

impl Default for GradientCheck {
    fn default() -> GradientCheck {
        GradientCheck {
            samples: 5,
            seed: 2017,
            tolerance: 3e-3,
            input: |_, number| number,
            parameter: |_, number| number,
        }
    }
}

/// What is wrong with a layer.
#[derive(Clone, Debug, PartialEq)]
pub enum GradientMismatch {
    /// A derivative isn't what differences say.
    Derivative {
        /// Of what it is: `input 0`, or the name of a parameter.
        of: String,
        /// Which element, over all samples for an input.
        element: usize,
        /// What backward gives.
        found: f32,
        /// The central difference.
        expected: f64,
    },
    /// Something isn't written, or is made from scratch or saved values that aren't, or isn't a number.
    NotANumber {
        /// What: `output 0`, `the cotangent of input 1`.
        of: String,
        /// Which element, over all samples.
        element: usize,
    },
    /// A parameter's gradient is overwritten, but it is to be added to.
    Overwritten {
        /// The name of the parameter.
        parameter: &'static str,
    },
}

impl fmt::Display for GradientMismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GradientMismatch::Derivative {
                of,
                element,
                found,
                expected,
            } => write!(
                formatter,
                "the derivative by element {element} of {of} is {found}, and finite differences give {expected:.6}"
            ),
            GradientMismatch::NotANumber { of, element } => write!(
                formatter,
                "element {element} of {of} isn't a number: is it written, and from what has been written?"
            ),
            GradientMismatch::Overwritten { parameter } => write!(
                formatter,
                "the gradient of `{parameter}` is overwritten: each sample adds to it"
            ),
        }
    }
}

impl std::error::Error for GradientMismatch {}

/// A layer in a batch.
struct Trial<'a, L: Layer> {
    layer: &'a UserLayer<L>,
    check: GradientCheck,
    state: Vec<f32>,
}

/// What forward leaves.
struct Outcome {
    outputs: Vec<Vec<f32>>,
    saved: Vec<f32>,
    statistics: Vec<f32>,
    state: Vec<f32>,
}

impl GradientCheck {
    /// Checks a layer.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn run<L: Layer>(&self, layer: L) -> Result<(), GradientMismatch> {
        let layer = &UserLayer { layer, node: 1 };
        let mut state = vec![0.0; L::STATE_LEN];
        let mut rest = &mut state[..];
        for (number, entry) in (0..).zip(L::STATE) {
            let (tensor, behind) = rest.split_at_mut(entry.shape.len());
            fill(entry.initializer, entry.shape, self.seed, number, tensor);
            rest = behind;
        }
        let trial = Trial {
            layer,
            check: *self,
            state,
        };
        let mut inputs = trial.numbers(L::Input::LENS, 10);
        for (number, input) in inputs.iter_mut().enumerate() {
            (input.iter_mut()).for_each(|value| *value = (self.input)(number, *value));
        }
        let lens: Vec<usize> = L::PARAMETERS.iter().map(|one| one.shape.len()).collect();
        let mut parameters = Vec::with_capacity(L::PARAMETERS_LEN);
        for (number, &len) in lens.iter().enumerate() {
            let values = trial.random(len, 20 + number as u32);
            parameters.extend(values.map(|value| (self.parameter)(number, value)));
        }
        let cotangents = trial.numbers(L::Output::LENS, 30);
        trial.compare(&inputs, &parameters, &cotangents)
    }
}

impl<L: Layer> Trial<'_, L> {
    fn source(&self) -> Random {
        Random {
            seed: self.check.seed,
            step: 3,
        }
    }

    /// Numbers in −1..1.
    fn random(&self, count: usize, purpose: u32) -> impl Iterator<Item = f32> {
        let source = self.source();
        (0..count as u32).map(move |index| 2.0 * source.uniform(purpose, u64::MAX, index) - 1.0)
    }

    fn numbers(&self, lens: &[usize], purpose: u32) -> Vec<Vec<f32>> {
        let of = |(number, len): (u32, &usize)| {
            self.random(len * self.check.samples, purpose + number)
                .collect()
        };
        (0..).zip(lens).map(of).collect()
    }

    fn at(&self, sample: usize) -> At {
        At::training(1, sample, self.source())
    }

    /// Each sample with its shard.
    fn samples(&self) -> impl Iterator<Item = (usize, usize)> {
        let samples = self.check.samples;
        (0..SHARDS)
            .flat_map(move |shard| shard_samples(samples, shard).map(move |sample| (shard, sample)))
    }

    fn forward(&self, inputs: &[Vec<f32>], parameters: &[f32]) -> Outcome {
        let samples = self.check.samples;
        let coupled = L::STATISTICS > 0;
        let stale = |len: usize| vec![f32::NAN; len];
        let mut outcome = Outcome {
            outputs: (L::Output::LENS.iter().map(|len| stale(len * samples))).collect(),
            saved: stale(L::SAVED * samples),
            statistics: stale(L::STATISTICS),
            state: self.state.clone(),
        };
        let mut sums = vec![0.0; SHARDS * L::SUMS];
        for (shard, sample) in self.samples() {
            let call = self.at(sample);
            let inputs = part(inputs, L::Input::LENS, sample);
            let (mut outputs, mut scratch) = ([], stale(L::SCRATCH));
            let call = call.forward(&inputs, &mut outputs);
            let call = call.with(parameters, &mut scratch).state(&self.state);
            let sums = &mut sums[shard * L::SUMS..][..L::SUMS];
            self.layer.gather(call, sums);
        }
        let (statistics, state) = (&mut outcome.statistics, &mut outcome.state);
        (self.layer).settle(samples, &sums, statistics, Some(state));
        for sample in 0..samples {
            let inputs = part(inputs, L::Input::LENS, sample);
            let mut outputs = part_mut(&mut outcome.outputs, L::Output::LENS, sample);
            let mut saved = [&mut outcome.saved[sample * L::SAVED..][..L::SAVED]];
            let mut scratch = stale(UserLayer::<L>::SCRATCH);
            let call = self.at(sample).forward(&inputs, &mut outputs);
            let call = call.with(parameters, &mut scratch).saved(&mut saved);
            let state = match coupled {
                true => &outcome.state,
                false => &self.state,
            };
            let call = call.state(state).statistics(&outcome.statistics);
            self.layer.forward(call);
        }
        outcome
    }

    /// The inputs' cotangents, and the gradients added to `gradients`.
    fn backward(
        &self,
        outcome: &mut Outcome,
        parameters: &[f32],
        cotangents: &[Vec<f32>],
        gradients: &mut [f32],
    ) -> Vec<Vec<f32>> {
        let samples = self.check.samples;
        let stale = |len: usize| vec![f32::NAN; len];
        let mut found: Vec<Vec<f32>> =
            (L::Input::LENS.iter().map(|len| stale(len * samples))).collect();
        let state = match L::STATISTICS > 0 {
            true => outcome.state.clone(),
            false => self.state.clone(),
        };
        let mut cotangents = cotangents.to_vec();
        let mut sums = vec![0.0; SHARDS * L::BACKWARD_SUMS];
        let halves = if L::STATISTICS > 0 { 0..2 } else { 1..2 };
        for half in halves {
            for (shard, sample) in self.samples() {
                let mut output_cotangents = part_mut(&mut cotangents, L::Output::LENS, sample);
                let targets = part_mut(&mut found, L::Input::LENS, sample).into_iter();
                let mut targets: Vec<_> = targets.map(InputCotangent::Write).collect();
                let mut saved = [&mut outcome.saved[sample * L::SAVED..][..L::SAVED]];
                let mut scratch = stale(UserLayer::<L>::SCRATCH);
                let call = (self.at(sample))
                    .backward(&[], &[], &mut output_cotangents, &mut targets)
                    .with(parameters, &mut scratch)
                    .state(&state)
                    .statistics(&outcome.statistics)
                    .saved(&mut saved);
                match half {
                    0 => {
                        let sums = &mut sums[shard * L::BACKWARD_SUMS..][..L::BACKWARD_SUMS];
                        self.layer.gather_backward(call, sums);
                    }
                    _ => self.layer.backward(call.gradients(gradients)),
                }
            }
            if half == 0 {
                let statistics = &mut outcome.statistics;
                (self.layer).settle_backward(samples, &sums, statistics, None);
            }
        }
        found
    }

    fn compare(
        &self,
        inputs: &[Vec<f32>],
        parameters: &[f32],
        cotangents: &[Vec<f32>],
    ) -> Result<(), GradientMismatch> {
        let mut outcome = self.forward(inputs, parameters);
        are_numbers("output", &outcome.outputs)?;
        let mut gradients = vec![0.0; L::PARAMETERS_LEN];
        let found = self.backward(&mut outcome, parameters, cotangents, &mut gradients);
        are_numbers("the cotangent of input", &found)?;
        let mut begun = vec![0.25; L::PARAMETERS_LEN];
        self.backward(&mut outcome, parameters, cotangents, &mut begun);
        let mut first = 0;
        for entry in L::PARAMETERS {
            let range = first..first + entry.shape.len();
            first = range.end;
            let is_added = |(alone, sum): (&f32, &f32)| {
                alone.is_nan() || (sum - 0.25 - alone).abs() < 1e-3 * (1.0 + alone.abs())
            };
            if !(gradients[range.clone()].iter().zip(&begun[range])).all(is_added) {
                let parameter = entry.name;
                return Err(GradientMismatch::Overwritten { parameter });
            }
        }
        for (number, input) in inputs.iter().enumerate() {
            for element in spread(input.len()) {
                let value = |moved: f32| {
                    let mut inputs = inputs.to_vec();
                    inputs[number][element] += moved;
                    self.objective(&inputs, parameters, cotangents)
                };
                let of = || format!("input {number}");
                self.derivative(value, found[number][element], of, element)?;
            }
        }
        let mut first = 0;
        for entry in L::PARAMETERS {
            for element in spread(entry.shape.len()) {
                let value = |moved: f32| {
                    let mut parameters = parameters.to_vec();
                    parameters[first + element] += moved;
                    self.objective(inputs, &parameters, cotangents)
                };
                let of = || format!("`{}`", entry.name);
                self.derivative(value, gradients[first + element], of, element)?;
            }
            first += entry.shape.len();
        }
        Ok(())
    }

    /// `Σ y · dy`.
    fn objective(&self, inputs: &[Vec<f32>], parameters: &[f32], cotangents: &[Vec<f32>]) -> f64 {
        let outputs = self.forward(inputs, parameters).outputs;
        let pairs = outputs.iter().flatten().zip(cotangents.iter().flatten());
        pairs.map(|(y, dy)| f64::from(*y) * f64::from(*dy)).sum()
    }

    fn derivative(
        &self,
        value: impl Fn(f32) -> f64,
        found: f32,
        of: impl Fn() -> String,
        element: usize,
    ) -> Result<(), GradientMismatch> {
        let central = |step: f32| (value(step) - value(-step)) / f64::from(2.0 * step);
        let is_close = |one: f64, other: f64| {
            (one - other).abs() <= f64::from(self.check.tolerance) * (1.0 + other.abs())
        };
        let expected = central(1.0 / 256.0);
        // Where steps of different lengths disagree there is a kink.
        if is_close(f64::from(found), expected) || !is_close(central(1.0 / 512.0), expected) {
            return Ok(());
        }
        Err(GradientMismatch::Derivative {
            of: of(),
            element,
            found,
            expected,
        })
    }
}

/// Some positions.
fn spread(len: usize) -> impl Iterator<Item = usize> {
    (0..len).step_by(1 + len / COMPARED)
}

fn are_numbers(what: &str, buffers: &[Vec<f32>]) -> Result<(), GradientMismatch> {
    for (number, buffer) in buffers.iter().enumerate() {
        if let Some(element) = buffer.iter().position(|value| value.is_nan()) {
            let of = what.to_string() + &format!(" {number}");
            return Err(GradientMismatch::NotANumber { of, element });
        }
    }
    Ok(())
}

/// The parts of buffers that belong to a sample.
fn part<'a>(buffers: &'a [Vec<f32>], lens: &[usize], sample: usize) -> Vec<&'a [f32]> {
    let parts = buffers.iter().zip(lens);
    parts
        .map(|(buffer, len)| &buffer[sample * len..][..*len])
        .collect()
}

fn part_mut<'a>(buffers: &'a mut [Vec<f32>], lens: &[usize], sample: usize) -> Vec<&'a mut [f32]> {
    let parts = buffers.iter_mut().zip(lens);
    parts
        .map(|(buffer, len)| &mut buffer[sample * len..][..*len])
        .collect()
}
