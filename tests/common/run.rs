//! Runs a model's step with given cotangents, on memory of exactly the published size.

use super::reference::{Case, Tolerance, compare};
use formwork::kernels::team::{SHARDS, Team};
use formwork::model::{Infer, Memory, Model, Objective, Step, Tail, Visit};
use formwork::plain;
use formwork::random::Random;
use formwork::storage::{Region, TensorEntry};
use std::sync::Mutex;

/// Hands out given cotangents and keeps the predictions that it sees.
pub struct Given {
    widths: Vec<usize>,
    cotangents: Vec<Vec<f32>>,
    predictions: Mutex<Vec<Vec<f32>>>,
}

impl Objective for Given {
    fn sums(&self) -> usize {
        1
    }

    fn fuses(&self, _: usize, _: Tail) -> bool {
        false
    }

    fn visit(&self, visit: Visit<'_>) {
        let width = self.widths[visit.output];
        let values = visit.first_sample * width..(visit.first_sample + visit.samples) * width;
        visit
            .cotangent
            .copy_from_slice(&self.cotangents[visit.output][values.clone()]);
        let mut predictions = self.predictions.lock().expect("no other thread has failed");
        predictions[visit.output][values].copy_from_slice(visit.predictions);
        visit.sums[0] += visit.samples as f64;
    }
}

/// What a step gives.
#[derive(Debug)]
pub struct Outcome {
    pub predictions: Vec<Vec<f32>>,
    pub gradients: Vec<f32>,
    pub input_gradients: Vec<Vec<f32>>,
}

/// One step in training mode on a team.
pub fn step<M: Model>(
    model: &mut M,
    team: &Team,
    batch: usize,
    inputs: &[&[f32]],
    cotangents: Vec<Vec<f32>>,
    wants_input_gradients: bool,
) -> Outcome {
    let widths: Vec<usize> = M::OUTPUTS.iter().map(|port| port.shape.len()).collect();
    let predictions = widths
        .iter()
        .map(|width| vec![f32::NAN; width * batch])
        .collect();
    let objective = Given {
        widths,
        cotangents,
        predictions: Mutex::new(predictions),
    };
    let memory = M::STEP_MEMORY;
    // Filled with what would show if it were read before it is written.
    let mut kept = vec![f32::NAN; memory.batch * batch];
    let mut workers = vec![f32::NAN; memory.worker * team.workers()];
    let mut shards = vec![f32::NAN; memory.shard * SHARDS];
    let mut sums = vec![f64::NAN; memory.sums * SHARDS];
    let mut statistics = vec![f32::NAN; memory.statistics];
    let mut gradients = vec![f32::NAN; memory.gradients];
    let mut input_gradients: Vec<Vec<f32>> = Vec::new();
    if wants_input_gradients {
        input_gradients = M::INPUTS
            .iter()
            .map(|port| vec![f32::NAN; port.shape.len() * batch])
            .collect();
    }
    let mut objective_sums = vec![0.0; SHARDS];
    model.step(Step {
        team,
        batch,
        first_sample: 0,
        inputs,
        objective: &objective,
        objective_sums: &mut objective_sums,
        gradients: &mut gradients,
        accumulate: false,
        input_gradients: &mut input_gradients
            .iter_mut()
            .map(Vec::as_mut_slice)
            .collect::<Vec<_>>(),
        memory: Memory {
            batch: &mut kept,
            workers: &mut workers,
            shards: &mut shards,
            sums: &mut sums,
            statistics: &mut statistics,
        },
        random: Random { seed: 7, step: 0 },
    });
    let seen: f64 = objective_sums.iter().sum();
    assert_eq!(
        seen as usize,
        batch * M::OUTPUTS.len(),
        "the objective saw every sample of every output once"
    );
    let predictions = objective
        .predictions
        .into_inner()
        .expect("no thread has failed");
    Outcome {
        predictions,
        gradients,
        input_gradients,
    }
}

/// Predictions for some samples.
pub fn infer<M: Model>(model: &M, team: &Team, samples: usize, inputs: &[&[f32]]) -> Vec<Vec<f32>> {
    let mut outputs: Vec<Vec<f32>> = M::OUTPUTS
        .iter()
        .map(|port| vec![f32::NAN; port.shape.len() * samples])
        .collect();
    let mut workers = if samples == 1 {
        vec![f32::NAN; M::PREDICT_MEMORY.single]
    } else {
        vec![f32::NAN; M::PREDICT_MEMORY.worker * team.workers()]
    };
    model.infer(Infer {
        team,
        samples,
        inputs,
        outputs: &mut outputs
            .iter_mut()
            .map(Vec::as_mut_slice)
            .collect::<Vec<_>>(),
        workers: &mut workers,
    });
    outputs
}

/// The elements of a tensor.
pub fn tensor<'a, M: Model>(model: &'a M, entry: &TensorEntry) -> &'a [f32] {
    let region = match entry.region {
        Region::Trainable => model.trainable(),
        Region::Frozen => model.frozen(),
        Region::State => model.state(),
    };
    &region[entry.offset..entry.offset + entry.len()]
}

/// The elements of a tensor, to be set.
pub fn tensor_mut<'a, M: Model>(model: &'a mut M, entry: &TensorEntry) -> &'a mut [f32] {
    let region = match entry.region {
        Region::Trainable => model.trainable_mut(),
        Region::Frozen => model.frozen_mut(),
        Region::State => model.state_mut(),
    };
    &mut region[entry.offset..entry.offset + entry.len()]
}

/// How close a case has to be.
#[derive(Clone, Copy, Debug)]
pub struct Tolerances {
    pub outputs: Tolerance,
    pub gradients: Tolerance,
}

/// Runs a model that consists of one layer through a case: predictions one by one and together, a training step on one
/// and on three threads, gradients of weights and inputs, and the state afterwards.
pub fn check_layer<M: Model>(case: &Case, tolerances: Tolerances) {
    let mut model = plain::zeroed_box::<M>();
    let weights = case.of_role("weight");
    assert_eq!(
        weights.len(),
        M::TABLE.len(),
        "{}: the number of weights",
        case.name
    );
    for (entry, (name, weight)) in M::TABLE.iter().zip(&weights) {
        assert!(
            entry.name.ends_with(name),
            "{}: {} stands where Keras has {name}",
            case.name,
            entry.name
        );
        assert_eq!(
            entry.shape.dims(),
            weight.shape,
            "{}: the shape of {name}",
            case.name
        );
        tensor_mut(&mut *model, entry).copy_from_slice(&weight.single());
    }
    let inputs: Vec<Vec<f32>> = case
        .of_role("input")
        .iter()
        .map(|(_, input)| input.single())
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    for (port, (name, input)) in M::INPUTS.iter().zip(case.of_role("input")) {
        assert_eq!(
            port.shape.dims(),
            &input.shape[1..],
            "{}: the shape of {name}",
            case.name
        );
    }
    let batch = case.of_role("input")[0].1.shape[0];
    let trained_outputs: Vec<_> = case
        .of_role("output")
        .into_iter()
        .filter(|(name, _)| *name != "y_train")
        .collect();
    let skip: Vec<usize> = (case.about["skip_dx"].as_array().into_iter().flatten())
        .filter_map(|place| place.as_u64().map(|place| place as usize))
        .collect();

    // Predictions, in inference mode.
    let alone = Team::alone();
    let together = infer(&*model, &alone, batch, &inputs);
    for (ours, (name, reference)) in together.iter().zip(&trained_outputs) {
        compare(
            &format!("{} {name}", case.name),
            ours,
            &reference.values,
            tolerances.outputs,
            &[],
        );
    }
    for sample in 0..batch {
        let one: Vec<&[f32]> = (inputs.iter())
            .map(|input| &input[input.len() / batch * sample..input.len() / batch * (sample + 1)])
            .collect();
        for (output, ours) in infer(&*model, &alone, 1, &one).iter().enumerate() {
            let width = ours.len();
            assert_eq!(
                *ours,
                together[output][width * sample..width * (sample + 1)],
                "{}: a sample alone has the bits that it has among others",
                case.name
            );
        }
    }
    // In the order of the outputs.
    let cotangents: Vec<Vec<f32>> = trained_outputs
        .iter()
        .filter_map(|(output, _)| {
            let mut given = case.of_role("cotangent").into_iter();
            given.find(|(_, cotangent)| cotangent.of == **output)
        })
        .map(|(_, cotangent)| cotangent.single())
        .collect();
    if cotangents.is_empty() {
        return;
    }

    // A training step.
    let state_before = model.state().to_vec();
    let outcome = step(
        &mut *model,
        &alone,
        batch,
        &inputs,
        cotangents.clone(),
        true,
    );
    for (ours, (name, reference)) in outcome.predictions.iter().zip(&trained_outputs) {
        let reference = case.get(&format!("{name}_train")).unwrap_or(reference);
        compare(
            &format!("{} {name} in training", case.name),
            ours,
            &reference.values,
            tolerances.outputs,
            &[],
        );
    }
    for (name, gradient) in case.of_role("grad_input") {
        let place = case
            .of_role("input")
            .iter()
            .position(|(input, _)| *input == gradient.of)
            .expect("an input");
        let ours = &outcome.input_gradients[place];
        compare(
            &format!("{} {name}", case.name),
            ours,
            &gradient.values,
            tolerances.gradients,
            &skip,
        );
    }
    for (name, gradient) in case.of_role("grad_weight") {
        let entry = M::TABLE
            .iter()
            .find(|entry| entry.name.ends_with(&format!(".{}", gradient.of)))
            .expect("a weight");
        let ours = &outcome.gradients[entry.offset..entry.offset + entry.len()];
        compare(
            &format!("{} {name}", case.name),
            ours,
            &gradient.values,
            tolerances.gradients,
            &[],
        );
    }
    for (name, after) in case.of_role("state_after") {
        let entry = M::TABLE
            .iter()
            .find(|entry| entry.name.ends_with(&format!(".{}", after.of)))
            .expect("a state");
        let ours = tensor(&*model, entry);
        compare(
            &format!("{} {name}", case.name),
            ours,
            &after.values,
            tolerances.outputs,
            &[],
        );
    }

    // The same bits on another number of threads.
    let state_after = model.state().to_vec();
    model.state_mut().copy_from_slice(&state_before);
    let again = step(&mut *model, &Team::new(3), batch, &inputs, cotangents, true);
    assert_eq!(
        again.gradients, outcome.gradients,
        "{}: gradients on three threads",
        case.name
    );
    assert_eq!(
        again.input_gradients, outcome.input_gradients,
        "{}: input gradients on three threads",
        case.name
    );
    assert_eq!(
        model.state(),
        state_after,
        "{}: state on three threads",
        case.name
    );
}
