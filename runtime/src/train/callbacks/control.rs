//! What callbacks see and can do.

use super::super::engine::{Engine, Network};
use super::super::objective::Plan;
use super::super::progress::describe;
use super::CallbackError;
use crate::data::Columns;
use crate::io::{WeightsError, weights};
use crate::optimizers::Optimizer;
use crate::storage::{Regions, RegionsMut, TensorEntry};
use crate::train::History;
use std::path::Path;

/// A running training, as callbacks see it.
pub struct Control<'r> {
    pub(in super::super) engine: &'r mut Engine,
    pub(in super::super) model: &'r mut dyn Network,
    pub(in super::super) optimizer: &'r mut dyn Optimizer,
    pub(in super::super) plan: &'r Plan<'r>,
    pub(in super::super) state: State,
    /// Keys of the values of the training set.
    pub(in super::super) names: Vec<String>,
    pub(in super::super) epochs: usize,
    pub(in super::super) batches: Option<usize>,
}

/// What changes while a training runs, and what it goes on with.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in super::super) struct State {
    /// Epochs done in this run.
    pub epoch: usize,
    /// Batches done in this epoch.
    pub batch: usize,
    /// Samples of these batches.
    pub samples: usize,
    /// The epochs that are done.
    pub history: History,
    /// Keys and values of this epoch: at its end all of them.
    pub values: Vec<(String, f32)>,
    /// Whether the values are those of a whole epoch.
    pub complete: bool,
    /// Whether somebody wants the training to end.
    pub stopped: bool,
}

impl State {
    /// Nothing is done yet.
    pub fn new(names: &[String], validated: bool) -> State {
        let mut keys = names.to_vec();
        if validated {
            keys.extend(names.iter().map(|name| format!("val_{name}")));
        }
        State {
            history: History::new(keys),
            ..State::default()
        }
    }

    /// An epoch begins.
    pub fn clear(&mut self) {
        (self.batch, self.samples) = (0, 0);
        self.values.clear();
        self.complete = false;
    }
}

impl Control<'_> {
    /// Loss and metrics of the batches so far, in a line.
    pub(in super::super) fn brief(&mut self) -> String {
        let mut values = vec![0.0; self.names.len()];
        self.engine
            .values(self.plan, self.state.samples, &mut values);
        let values: Vec<(String, f32)> = self.names.iter().cloned().zip(values).collect();
        describe(&values)
    }

    /// The values of an epoch whose batches are done.
    pub(in super::super) fn measure(&mut self, validation: Option<&Columns<'_>>) {
        let mut values = vec![0.0; self.names.len()];
        self.engine
            .values(self.plan, self.state.samples, &mut values);
        let reported = values.iter().copied();
        let mut all: Vec<(String, f32)> = self.names.iter().cloned().zip(reported).collect();
        if let Some(validation) = validation {
            self.engine
                .evaluate(self.model, self.plan, validation, &mut values);
            let names = self.names.iter().map(|name| format!("val_{name}"));
            all.extend(names.zip(values));
        }
        all.append(&mut self.state.values);
        self.state.values = all;
        self.state.complete = true;
    }

    /// The epoch goes into the history.
    pub(in super::super) fn end_epoch(&mut self) {
        self.state.history.push(&self.state.values);
        self.engine.epochs += 1;
        self.state.epoch += 1;
        self.state.clear();
    }

    /// Number of the epoch, from 0.
    pub fn epoch(&self) -> usize {
        self.state.epoch
    }

    /// Number of epochs that the training is to have.
    pub fn epochs(&self) -> usize {
        self.epochs
    }

    /// Number of batches done in this epoch.
    pub fn batch(&self) -> usize {
        self.state.batch
    }

    /// Number of batches of an epoch, if it is known beforehand.
    pub fn batches(&self) -> Option<usize> {
        self.batches
    }

    /// Number of optimizer steps done since the model was compiled.
    pub fn steps(&self) -> u64 {
        self.engine.steps
    }

    /// A value under Keras's key: at the end of an epoch all that the history will show, within an epoch loss and metrics
    /// of the batches so far.
    pub fn value(&mut self, key: &str) -> Option<f32> {
        if !self.state.complete
            && let Some(index) = self.names.iter().position(|name| name == key)
        {
            let mut values = vec![0.0; self.names.len()];
            self.engine
                .values(self.plan, self.state.samples, &mut values);
            return values.get(index).copied();
        }
        let values = &self.state.values;
        let found = values.iter().find(|(name, _)| name == key);
        found.map(|&(_, value)| value)
    }

    /// The keys and values of this epoch, which are complete at its end.
    pub fn values(&self) -> &[(String, f32)] {
        &self.state.values
    }

    /// Adds a value of one's own to this epoch's row of the history, or replaces it.
    pub fn record(&mut self, key: &str, value: f32) {
        let values = &mut self.state.values;
        match values.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => values.push((key.to_owned(), value)),
        }
    }

    /// The epochs before this one.
    pub fn history(&self) -> &History {
        &self.state.history
    }

    /// Ends the training after this batch or, at the end of an epoch, after this epoch. As in Keras, the epoch that is broken off ends like
    /// any other, with validation and a row in the history.
    pub fn stop(&mut self) {
        self.state.stopped = true;
    }

    /// Whether the training ends.
    pub fn is_stopped(&self) -> bool {
        self.state.stopped
    }

    /// The learning rate of the next optimizer step.
    pub fn learning_rate(&self) -> f64 {
        self.optimizer.learning_rate(self.engine.steps)
    }

    /// Changes the learning rate from now on.
    ///
    /// # Errors
    /// If the optimizer follows a schedule, which decides alone.
    pub fn set_learning_rate(&mut self, learning_rate: f64) -> Result<(), CallbackError> {
        if self.optimizer.set_learning_rate(learning_rate) {
            Ok(())
        } else {
            Err("the optimizer's learning rate follows a schedule, so it can't be set; leave out one of the two".into())
        }
    }

    /// Whether each update measures the norm of the gradients.
    pub fn measure_gradients(&mut self, measure: bool) {
        self.engine.measure_gradients(measure);
    }

    /// The Euclidean norm of the gradients of the batch that is done, before they were clipped, if it was measured and has changed the weights.
    pub fn gradient_norm(&self) -> Option<f32> {
        self.engine.gradient_norm()
    }

    /// The name of the model's struct.
    pub fn model_name(&self) -> &'static str {
        self.engine.facts().name
    }

    /// The model's tensors: what they are called, and where they lie in the regions.
    pub fn table(&self) -> &'static [TensorEntry] {
        self.engine.facts().table
    }

    /// The model's parameters and state.
    pub fn regions(&self) -> Regions<'_> {
        self.model.regions()
    }

    /// The same, to be changed.
    pub fn regions_mut(&mut self) -> RegionsMut<'_> {
        self.model.regions_mut()
    }

    /// All parameters and the state, one after the other: what [`set_weights`](Self::set_weights) takes.
    pub fn weights(&self) -> Vec<f32> {
        let Regions {
            trainable,
            frozen,
            state,
        } = self.model.regions();
        [trainable, frozen, state].concat()
    }

    /// Puts back what [`weights`](Self::weights) gave.
    ///
    /// # Panics
    /// If it is another number of elements than the model has.
    pub fn set_weights(&mut self, weights: &[f32]) {
        let regions = self.model.regions_mut();
        let (trainable, rest) = weights.split_at(regions.trainable.len());
        let (frozen, state) = rest.split_at(regions.frozen.len());
        regions.trainable.copy_from_slice(trainable);
        regions.frozen.copy_from_slice(frozen);
        regions.state.copy_from_slice(state);
    }

    /// Writes the weights to a safetensors file, as [`ModelExt::save`](crate::train::ModelExt::save).
    ///
    /// # Errors
    /// If the file can't be written.
    pub fn save_weights(&self, path: impl AsRef<Path>) -> Result<(), WeightsError> {
        let facts = self.engine.facts();
        weights::save(path.as_ref(), facts.name, facts.table, self.model.regions())
    }
}
