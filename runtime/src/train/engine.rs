//! What a training does, without the types of its model, optimizer, loss and data.

use super::batch_objective::{AHEAD, BatchObjective, LookAhead};
use super::batches::{Choice, InputStaging, Ports, Staging, check};
use super::buffers::StepBuffers;
use super::diagnosis::{Suspects, broken, first_fault};
use super::frozen::Frozen;
use super::objective::Plan;
use super::optimization::{Optimization, Piece, Trained};
use super::{FitError, MAX_PARTS, MAX_VALUES};
use crate::data::Columns;
use crate::kernels::team::{SHARDS, Team};
use crate::model::{self, Infer, Model, Objective, PredictMemory, Step, StepMemory};
use crate::optimizers::Optimizer;
use crate::penalties::{Constrained, Penalty, constrain, penalize};
use crate::random::Random;
use crate::storage::{Regions, RegionsMut, TensorEntry};
use crate::summary::Summary;

/// A model without its type.
pub trait Network {
    /// [`Model::step`].
    fn step(&mut self, step: Step<'_>);
    /// [`Model::infer`].
    fn infer(&self, call: Infer<'_>);
    /// [`Model::trainable_mut`].
    fn trainable_mut(&mut self) -> &mut [f32];
    /// [`Model::trainable`].
    fn trainable(&self) -> &[f32];
    /// [`Model::state_mut`].
    fn state_mut(&mut self) -> &mut [f32];
    /// All parameters and the state.
    fn regions(&self) -> Regions<'_>;
    /// The same, to be changed.
    fn regions_mut(&mut self) -> RegionsMut<'_>;
}

impl<M: Model> Network for M {
    fn step(&mut self, step: Step<'_>) {
        Model::step(self, step);
    }

    fn infer(&self, call: Infer<'_>) {
        Model::infer(self, call);
    }

    fn trainable_mut(&mut self) -> &mut [f32] {
        Model::trainable_mut(self)
    }

    fn trainable(&self) -> &[f32] {
        Model::trainable(self)
    }

    fn state_mut(&mut self) -> &mut [f32] {
        Model::state_mut(self)
    }

    fn regions(&self) -> Regions<'_> {
        model::regions(self)
    }

    fn regions_mut(&mut self) -> RegionsMut<'_> {
        model::regions_mut(self)
    }
}

/// The constants of a model.
#[derive(Clone, Copy)]
pub struct Facts {
    /// The name of the struct.
    pub name: &'static str,
    /// Inputs and outputs.
    pub ports: Ports,
    /// Memory of a step.
    pub step: StepMemory,
    /// Memory of a prediction.
    pub predict: PredictMemory,
    /// Number of trained elements.
    pub trainable: usize,
    /// The tensors.
    pub table: &'static [TensorEntry],
    /// The penalties of the tensors.
    pub penalties: &'static [Penalty],
    /// The constraints of the tensors.
    pub constraints: &'static [Constrained],
    /// The name of the last layer that has parameters.
    pub last_layer: &'static str,
    /// What predictions compute, in order.
    pub computed: &'static [&'static str],
}

/// The last layer that has parameters.
fn last_layer(summary: Summary) -> &'static str {
    let mut owners = summary.rows.iter().filter(|row| row.parameters > 0);
    owners.next_back().map_or("", |row| row.name)
}

impl Facts {
    /// The constants of `M`.
    pub fn of<M: Model>() -> Facts {
        Facts {
            name: M::NAME,
            ports: Ports {
                inputs: M::INPUTS,
                outputs: M::OUTPUTS,
            },
            step: M::STEP_MEMORY,
            predict: M::PREDICT_MEMORY,
            trainable: M::TRAINABLE,
            table: M::TABLE,
            penalties: M::PENALTIES,
            constraints: M::CONSTRAINTS,
            last_layer: last_layer(M::summary()),
            computed: M::COMPUTED,
        }
    }
}

/// Threads, memory and counters of a training.
pub struct Engine {
    facts: Facts,
    threads: usize,
    team: Team,
    buffers: StepBuffers,
    staging: Staging,
    optimization: Optimization,
    /// The objective's sums: a block for each shard, and one for their totals.
    sums: Vec<f64>,
    /// The penalty of each batch times its samples, added up as the sums of the objective are.
    penalties: f64,
    /// The model's state while a loss looks ahead.
    state: Vec<f32>,
    inference: Inference,
    /// Seed of everything random.
    pub seed: u64,
    /// Number of batches trained on.
    pub steps: u64,
    /// Number of epochs done.
    pub epochs: u64,
    /// Whether a batch whose loss or gradients aren't finite makes a fault instead of a step.
    pub watches_numbers: bool,
    /// What wasn't finite.
    pub fault: Option<String>,
    /// Tensors that are left as they are.
    pub frozen: Frozen,
}

/// Memory of predictions during evaluation.
#[derive(Default)]
struct Inference {
    workers: Vec<f32>,
    outputs: Vec<Vec<f32>>,
}

/// Samples whose inputs are put together at once if the model keeps nothing of them: then a larger batch needs no more memory.
const STAGED_AT_ONCE: usize = 128;

/// Samples that are evaluated at once.
const EVALUATED_AT_ONCE: usize = 256;

impl Engine {
    /// No memory is taken and no thread is started before the first step.
    pub fn new(facts: Facts) -> Engine {
        Engine {
            facts,
            threads: 1,
            team: Team::alone(),
            buffers: StepBuffers::default(),
            staging: Staging::default(),
            optimization: Optimization::default(),
            sums: Vec::new(),
            penalties: 0.0,
            state: Vec::new(),
            inference: Inference::default(),
            seed: 0,
            steps: 0,
            epochs: 0,
            watches_numbers: false,
            fault: None,
            frozen: Frozen::default(),
        }
    }

    /// Works with so many threads from now on; 0 stands for one on each processor.
    pub fn use_threads(&mut self, threads: usize) {
        if self.threads != threads {
            self.team = Team::alone();
            self.team = Team::new(threads);
            self.threads = threads;
        }
    }

    /// The constants of the model.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The sums of loss and metrics since [`clear_sums`](Self::clear_sums): a block for each shard, one for their totals, and that of the
    /// penalties.
    pub fn sums(&self) -> Vec<f64> {
        let penalties = [self.penalties];
        self.sums.iter().chain(&penalties).copied().collect()
    }

    /// Goes on with as many sums as [`sums`](Self::sums) gives.
    pub fn set_sums(&mut self, sums: &[f64]) {
        if let Some((penalties, sums)) = sums.split_last() {
            self.sums.copy_from_slice(sums);
            self.penalties = *penalties;
        }
    }

    /// The threads.
    pub fn team(&self) -> &Team {
        &self.team
    }

    /// Whether data can be trained on.
    pub fn check(
        &self,
        data: &Columns<'_>,
        plan: &Plan<'_>,
        set: &'static str,
    ) -> Result<(), FitError> {
        check(data, plan, set, self.facts.ports.outputs)
    }

    /// Takes the memory for batches of `batch` samples.
    pub fn reserve(&mut self, optimizer: &dyn Optimizer, plan: &Plan<'_>, batch: usize) {
        self.buffers
            .reserve(&self.facts.step, self.team.workers(), batch);
        self.optimization
            .reserve(optimizer, self.facts.table, &self.team);
        self.reserve_sums(plan);
    }

    fn reserve_sums(&mut self, plan: &Plan<'_>) {
        let sums = plan.sums() * (SHARDS + 1);
        if self.sums.len() != sums {
            self.sums = vec![0.0; sums];
        }
    }

    /// Starts new means of loss and metrics.
    pub fn clear_sums(&mut self) {
        self.sums.fill(0.0);
        self.penalties = 0.0;
    }

    /// The values of loss and metrics since [`clear_sums`](Self::clear_sums).
    pub fn values(&mut self, plan: &Plan<'_>, samples: usize, values: &mut [f32]) {
        let (shards, totals) = self.sums.split_at_mut(plan.sums() * SHARDS);
        totals.fill(0.0);
        for shard in shards.chunks_exact(plan.sums()) {
            for (total, sum) in totals.iter_mut().zip(shard) {
                *total += sum;
            }
        }
        plan.evaluate(totals, samples, values);
        values[0] += (self.penalties / samples as f64) as f32;
    }

    /// The sums of [`values`](Self::values) or [`evaluate`](Self::evaluate), whichever was called last.
    pub fn totals(&self, plan: &Plan<'_>) -> &[f64] {
        &self.sums[plan.sums() * SHARDS..]
    }

    /// A batch: its gradients, and the optimizer's step. Without the step if numbers are watched and aren't finite.
    pub fn step(
        &mut self,
        model: &mut dyn Network,
        optimizer: &dyn Optimizer,
        plan: &Plan<'_>,
        data: &Columns<'_>,
        choice: Choice<'_>,
    ) {
        if self.gradients_of(model, plan, data, choice) {
            self.apply(model, optimizer);
        }
    }

    /// The gradients of a batch. False if numbers are watched and aren't finite.
    pub fn gradients_of(
        &mut self,
        model: &mut dyn Network,
        plan: &Plan<'_>,
        data: &Columns<'_>,
        choice: Choice<'_>,
    ) -> bool {
        self.frozen.keep(model.regions_mut());
        let Engine {
            facts,
            team,
            buffers,
            staging,
            inference,
            sums,
            penalties,
            state,
            ..
        } = self;
        let batch = staging.labels.stage(facts.ports, data, choice, team);
        let mut inputs = Inputs {
            staging: &mut staging.inputs,
            data,
            choice,
        };
        let random = Random {
            seed: self.seed,
            step: self.steps,
        };
        let shards = &mut sums[..plan.sums() * SHARDS];
        let mut objective = BatchObjective::new(plan, &batch);
        if plan.looks_ahead() {
            // The step is made twice, with the same randomness: first for the losses' totals, which must leave no trace.
            state.clear();
            state.extend_from_slice(model.state_mut());
            let mut totals = [0.0; SHARDS * AHEAD];
            let ahead = LookAhead(&objective);
            differentiate(
                model,
                facts,
                team,
                buffers,
                &ahead,
                &mut inputs,
                random,
                &mut totals,
            );
            model.state_mut().copy_from_slice(state);
            objective.take_totals(&totals);
        }
        differentiate(
            model,
            facts,
            team,
            buffers,
            &objective,
            &mut inputs,
            random,
            shards,
        );
        let (gradients, _) = buffers.split(&facts.step, team.workers(), 0);
        let gradients = &mut gradients[..facts.trainable];
        let penalty = penalize(
            facts.penalties,
            facts.table,
            model.trainable(),
            Some(&mut *gradients),
        );
        *penalties += penalty * batch.samples as f64;
        if self.watches_numbers {
            let mut loss = 0.0;
            for shard in shards.chunks_exact(plan.sums()) {
                let mut values = [0.0; MAX_VALUES];
                plan.evaluate(shard, batch.samples, &mut values);
                loss += values[0];
            }
            if !loss.is_finite() || broken(gradients).is_some() {
                inference.reserve(facts, team, batch.samples);
                let watching = Team::watching();
                let inputs = staging.inputs.stage(facts.ports, data, choice, team);
                inference.infer(model, facts, &watching, batch.samples, &inputs);
                let layer = watching.broken_call();
                self.fault = first_fault(
                    model,
                    &Suspects {
                        inputs: &inputs[..facts.ports.inputs.len()],
                        samples: batch.samples,
                        ports: facts.ports,
                        table: facts.table,
                        gradients,
                        loss,
                        layer: layer.and_then(|call| facts.computed.get(call).copied()),
                    },
                );
            }
        }
        self.fault.is_none()
    }

    /// The optimizer's step with the gradients that there are.
    pub fn apply(&mut self, model: &mut dyn Network, optimizer: &dyn Optimizer) {
        let Engine {
            facts,
            team,
            buffers,
            optimization,
            frozen,
            ..
        } = self;
        let (gradients, _) = buffers.split(&facts.step, team.workers(), 0);
        let gradients = &mut gradients[..facts.trainable];
        frozen.clear(gradients);
        let trained = Trained {
            table: facts.table,
            last_layer: facts.last_layer,
            parameters: model.trainable_mut(),
            gradients,
        };
        optimization.step(optimizer, self.steps, trained, team);
        constrain(facts.constraints, facts.table, model.trainable_mut());
        frozen.give_back(model.regions_mut());
        self.steps += 1;
    }

    /// The gradients of the last batch, in the order of the trained tensors. Empty before the first one.
    pub fn gradients_mut(&mut self) -> &mut [f32] {
        self.buffers.gradients(self.facts.trainable)
    }

    /// What the optimizer keeps from one batch to the next, as [`Optimization::state`] shows it.
    pub fn state(&mut self, visit: &mut dyn FnMut(&str, Piece<'_>)) {
        self.optimization.state(visit);
    }

    /// Whether each update measures the norm of the gradients before they are clipped.
    pub fn measure_gradients(&mut self, measure: bool) {
        self.optimization.measures_norm = measure;
    }

    /// The Euclidean norm of all gradients of the last update before they were clipped, if it was measured.
    pub fn gradient_norm(&self) -> Option<f32> {
        self.optimization.norm
    }

    /// Exchanges the weights with their averages. False if there are none.
    pub fn swap_averages(&mut self, model: &mut dyn Network) -> bool {
        self.optimization.swap_averages(model.trainable_mut())
    }

    /// Replaces the weights by their averages, if there are any.
    pub fn take_averages(&mut self, model: &mut dyn Network) {
        self.optimization.take_averages(model.trainable_mut());
    }

    /// One optimizer step on all samples, and the values of loss and metrics before it.
    pub fn single_step(
        &mut self,
        model: &mut dyn Network,
        optimizer: &dyn Optimizer,
        plan: &Plan<'_>,
        data: &Columns<'_>,
    ) -> Result<[f32; MAX_VALUES], FitError> {
        let values = self.single_gradients(model, optimizer, plan, data)?;
        self.apply(model, optimizer);
        Ok(values)
    }

    /// The gradients of all samples, and the values of loss and metrics.
    pub fn single_gradients(
        &mut self,
        model: &mut dyn Network,
        optimizer: &dyn Optimizer,
        plan: &Plan<'_>,
        data: &Columns<'_>,
    ) -> Result<[f32; MAX_VALUES], FitError> {
        self.check(data, plan, "training")?;
        self.reserve(optimizer, plan, data.len());
        self.clear_sums();
        self.gradients_of(model, plan, data, Choice::Run(0, data.len()));
        let mut values = [0.0; MAX_VALUES];
        self.values(plan, data.len(), &mut values);
        Ok(values)
    }

    /// The values of loss and metrics in inference mode.
    pub fn evaluate(
        &mut self,
        model: &dyn Network,
        plan: &Plan<'_>,
        data: &Columns<'_>,
        values: &mut [f32],
    ) {
        self.reserve_sums(plan);
        let Engine {
            facts,
            team,
            staging,
            inference,
            sums,
            ..
        } = self;
        let sums = &mut sums[plan.sums() * SHARDS..];
        sums.fill(0.0);
        let at_once = EVALUATED_AT_ONCE.min(data.len());
        inference.reserve(facts, team, at_once);
        for first in (0..data.len()).step_by(EVALUATED_AT_ONCE) {
            let samples = at_once.min(data.len() - first);
            let choice = Choice::Run(first, samples);
            let batch = staging.labels.stage(facts.ports, data, choice, team);
            let inputs = staging.inputs.stage(facts.ports, data, choice, team);
            inference.infer(model, facts, team, samples, &inputs);
            let mut objective = BatchObjective::new(plan, &batch);
            for (output, port) in facts.ports.outputs.iter().enumerate() {
                let predictions = &inference.outputs[output][..samples * port.shape.len()];
                objective.measure(output, predictions, sums);
            }
        }
        plan.evaluate(sums, data.len(), values);
        values[0] += penalize(facts.penalties, facts.table, model.trainable(), None) as f32;
    }
}

/// Where the inputs of a batch come from.
struct Inputs<'a> {
    staging: &'a mut InputStaging,
    data: &'a Columns<'a>,
    choice: Choice<'a>,
}

/// Samples that are processed at once.
fn at_once(step: &StepMemory) -> usize {
    match step.batch + step.statistics {
        0 => step.largest_batch.min(STAGED_AT_ONCE),
        _ => step.largest_batch,
    }
}

/// The gradient of a batch, in parts if it is larger than what the model processes at once.
#[allow(clippy::too_many_arguments)] // the parts of an engine, borrowed apart
fn differentiate(
    model: &mut dyn Network,
    facts: &Facts,
    team: &Team,
    buffers: &mut StepBuffers,
    objective: &dyn Objective,
    inputs: &mut Inputs<'_>,
    random: Random,
    sums: &mut [f64],
) {
    let at_once = at_once(&facts.step);
    let batch = inputs.choice.len();
    for first_sample in (0..batch).step_by(at_once) {
        let samples = at_once.min(batch - first_sample);
        let part = inputs.choice.part(first_sample, samples);
        let inputs = inputs.staging.stage(facts.ports, inputs.data, part, team);
        let (gradients, memory) = buffers.split(&facts.step, team.workers(), samples);
        model.step(Step {
            team,
            batch: samples,
            first_sample,
            inputs: &inputs[..facts.ports.inputs.len()],
            objective,
            objective_sums: sums,
            gradients,
            accumulate: first_sample > 0,
            input_gradients: &mut [],
            memory,
            random,
        });
    }
}

impl Inference {
    fn reserve(&mut self, facts: &Facts, team: &Team, samples: usize) {
        let workers = (facts.predict.worker * team.workers()).max(facts.predict.single);
        self.workers.resize(workers, 0.0);
        self.outputs
            .resize_with(facts.ports.outputs.len(), Vec::new);
        for (output, port) in self.outputs.iter_mut().zip(facts.ports.outputs) {
            let len = port.shape.len() * samples;
            output.resize(len.max(output.len()), 0.0);
        }
    }

    fn infer(
        &mut self,
        model: &dyn Network,
        facts: &Facts,
        team: &Team,
        samples: usize,
        inputs: &[&[f32]; MAX_PARTS],
    ) {
        let mut outputs = <[&mut [f32]; MAX_PARTS]>::default();
        for ((output, buffer), port) in outputs
            .iter_mut()
            .zip(&mut self.outputs)
            .zip(facts.ports.outputs)
        {
            *output = &mut buffer[..samples * port.shape.len()];
        }
        model.infer(Infer {
            team,
            samples,
            inputs: &inputs[..facts.ports.inputs.len()],
            outputs: &mut outputs[..facts.ports.outputs.len()],
            workers: &mut self.workers,
        });
    }
}
