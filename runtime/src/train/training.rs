//! A model in training.

use super::engine::{Engine, Facts};
use super::objective::Plan;
use super::predict::{PredictBuffers, Single};
use super::{Fit, FitError, History, MAX_VALUES, NoSuchLayer, Piece};
use crate::data::{Data, Source};
use crate::losses::Loss;
use crate::metrics::Metrics;
use crate::model::Model;
use crate::optimizers::Optimizer;
use crate::tensor::Sample;

/// A model with an optimizer, a loss and metrics, as [`ModelExt::compile`](super::ModelExt::compile) makes it.
///
/// Memory is taken by the first step: `M::STEP_MEMORY.bytes(threads, batch)` for the step, the optimizer's slots and what its clipping works in, the sums of loss
/// and metrics for each shard and in total, and buffers in which the inputs and labels of a batch are put together. No later step
/// of a batch of that size takes any.
pub struct Training<'m, M: Model, O, L, S> {
    model: &'m mut M,
    optimizer: O,
    loss: L,
    metrics: S,
    engine: Engine,
    prediction: PredictBuffers<M>,
}

/// The result of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation<R> {
    /// The loss.
    pub loss: f32,
    /// The value of each metric: `metrics.0`, `metrics.1`… Most are numbers; [`Metric::Value`](crate::metrics::Metric::Value) says
    /// what a metric gives.
    pub metrics: R,
}

/// The typed values of metrics.
fn results<O, T, S: Metrics<O, T>>(metrics: &S, engine: &Engine, plan: &Plan<'_>) -> S::Results {
    let totals = engine.totals(plan);
    metrics.results(&|index| plan.metric_sums(index, totals))
}

impl<'m, M: Model, O: Optimizer, L, S> Training<'m, M, O, L, S> {
    pub(super) fn new(model: &'m mut M, optimizer: O, loss: L, metrics: S) -> Self {
        let engine = Engine::new(Facts::of::<M>());
        Training {
            model,
            optimizer,
            loss,
            metrics,
            engine,
            prediction: PredictBuffers::default(),
        }
    }

    /// The model.
    pub fn model(&self) -> &M {
        self.model
    }

    /// The model, to be changed.
    pub fn model_mut(&mut self) -> &mut M {
        self.model
    }

    /// The optimizer, to be changed: `training.optimizer_mut().learning_rate = 0.01`.
    pub fn optimizer_mut(&mut self) -> &mut O {
        &mut self.optimizer
    }

    /// Exchanges the weights with their averages, if the optimizer keeps some (`.average(0.99)`) and has made an update: once before an
    /// evaluation with averages, and once more before training goes on. False if there are none.
    pub fn swap_averages(&mut self) -> bool {
        self.engine.swap_averages(self.model)
    }

    /// Whether each update measures the norm of the gradients from now on.
    pub fn measure_gradients(&mut self, measure: bool) {
        self.engine.measure_gradients(measure);
    }

    /// The Euclidean norm of all gradients of the last update, before they were clipped, if it was measured.
    pub fn gradient_norm(&self) -> Option<f32> {
        self.engine.gradient_norm()
    }

    /// Shows what the optimizer keeps from one batch to the next, as [`Optimization::state`](super::Optimization::state) does. Before the first batch
    /// there is nothing.
    pub fn optimizer_state(&mut self, visit: &mut dyn FnMut(&str, Piece<'_>)) {
        self.engine.state(visit);
    }

    /// Number of batches trained on so far.
    pub fn steps(&self) -> u64 {
        self.engine.steps
    }

    /// Works with so many threads from now on; 0 stands for one on each processor. [`fit`](Self::fit) sets it too.
    pub fn use_threads(&mut self, threads: usize) {
        self.engine.use_threads(threads);
    }

    /// The seed of everything random from now on. [`fit`](Self::fit) sets it too.
    pub fn use_seed(&mut self, seed: u64) {
        self.engine.seed = seed;
    }

    /// Trains for some epochs. Every epoch goes through the data in batches, in an order of its own; the reported loss is
    /// the mean over the samples of the epoch while the model changes, that of the validation set is measured after it in inference
    /// mode.
    ///
    /// A further call goes on where the last one ended, with the optimizer's state.
    ///
    /// # Errors
    /// If there are no samples, a split leaves none on one side, or a class exceeds the output. Nothing has been changed then.
    /// A loss that isn't finite is no error: the history shows it.
    pub fn fit<D>(
        &mut self,
        data: &D,
        mut fit: Fit<'_, M::Input, D::Targets>,
    ) -> Result<History, FitError>
    where
        D: Data<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        let plan = Plan::new(M::OUTPUTS, &self.loss, &self.metrics);
        let (run, mut feed) = fit.erase(data.columns())?;
        let Training {
            model,
            optimizer,
            engine,
            ..
        } = self;
        run.run(&mut feed, engine, *model, optimizer, &plan)
    }

    /// The same with batches that a source makes: see [`Source`]. `batch_size` and `shuffle` are the source's own, and there can't
    /// be a `validation_split`.
    ///
    /// # Errors
    /// As [`fit`](Self::fit). A source that fails, gives no batch or gives a class that exceeds the output ends the training; the
    /// model then has the weights of that moment.
    pub fn fit_source<D>(
        &mut self,
        source: &mut D,
        mut fit: Fit<'_, M::Input, D::Targets>,
    ) -> Result<History, FitError>
    where
        D: Source<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        let plan = Plan::new(M::OUTPUTS, &self.loss, &self.metrics);
        let (run, mut feed) = fit.erase_for(source)?;
        let Training {
            model,
            optimizer,
            engine,
            ..
        } = self;
        run.run(&mut feed, engine, *model, optimizer, &plan)
    }

    /// One optimizer step on all samples of `data` as one batch. Loss and metrics are those before the step.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn train_on_batch<D>(&mut self, data: &D) -> Result<Evaluation<S::Results>, FitError>
    where
        D: Data<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        let plan = Plan::new(M::OUTPUTS, &self.loss, &self.metrics);
        let columns = data.columns();
        let values = self
            .engine
            .single_step(self.model, &self.optimizer, &plan, &columns)?;
        Ok(Evaluation {
            loss: values[0],
            metrics: results::<M::Output, D::Targets, S>(&self.metrics, &self.engine, &plan),
        })
    }

    /// The gradients of a batch, for a loop of one's own: [`gradients_mut`](Self::gradients_mut) has them then, and
    /// [`apply_gradients`](Self::apply_gradients) makes the optimizer's step. Moving statistics are updated here.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn compute_gradients<D>(&mut self, data: &D) -> Result<Evaluation<S::Results>, FitError>
    where
        D: Data<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        let plan = Plan::new(M::OUTPUTS, &self.loss, &self.metrics);
        let columns = data.columns();
        let values = self
            .engine
            .single_gradients(self.model, &self.optimizer, &plan, &columns)?;
        Ok(Evaluation {
            loss: values[0],
            metrics: results::<M::Output, D::Targets, S>(&self.metrics, &self.engine, &plan),
        })
    }

    /// The gradients of the batch of the last [`compute_gradients`](Self::compute_gradients), to be looked at or changed. They lie as
    /// [`Model::trainable`] does: `M::TABLE` has the place of each tensor. Empty before the first call.
    pub fn gradients_mut(&mut self) -> &mut [f32] {
        self.engine.gradients_mut()
    }

    /// The optimizer's step with the gradients as they are now: clipping, update, averages. Nothing happens before the first
    /// [`compute_gradients`](Self::compute_gradients).
    pub fn apply_gradients(&mut self) {
        if !self.engine.gradients_mut().is_empty() {
            self.engine.apply(self.model, &self.optimizer);
        }
    }

    /// Leaves a layer as it is from now on: the layer of that name, or all whose names go on with `.` or `_` after it (`block1` is
    /// `block1_conv1` too). Their number of tensors.
    ///
    /// Their gradients are still computed, but count as zeros before clipping; neither updates, weight decay nor moving statistics change them.
    /// A batch normalization that is frozen here still normalizes by the batch's statistics. With `trainable = false` in the
    /// declaration it uses its moving ones, as in Keras, and gradients that nothing needs aren't computed.
    ///
    /// # Errors
    /// If there is no such layer with parameters.
    pub fn freeze(&mut self, layer: &str) -> Result<usize, NoSuchLayer> {
        self.engine.frozen.set(M::TABLE, layer, true)
    }

    /// Trains a layer again that was frozen: names are as in [`freeze`](Self::freeze).
    ///
    /// # Errors
    /// If there is no such layer with parameters.
    pub fn unfreeze(&mut self, layer: &str) -> Result<usize, NoSuchLayer> {
        self.engine.frozen.set(M::TABLE, layer, false)
    }

    /// Loss and metrics of one batch in inference mode: [`evaluate`](Self::evaluate) under Keras's name for loops of one's own.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn test_on_batch<D>(&mut self, data: &D) -> Result<Evaluation<S::Results>, FitError>
    where
        D: Data<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        self.evaluate(data)
    }

    /// The outputs for several samples: [`predict_batch`](Self::predict_batch) under Keras's name.
    pub fn predict_on_batch(
        &mut self,
        inputs: <M::Input as Sample>::Slices<'_>,
    ) -> <M::Output as Sample>::Owned {
        self.predict_batch(inputs)
    }

    /// Loss and metrics in inference mode.
    ///
    /// # Errors
    /// As [`fit`](Self::fit).
    pub fn evaluate<D>(&mut self, data: &D) -> Result<Evaluation<S::Results>, FitError>
    where
        D: Data<Input = M::Input>,
        L: Loss<M::Output, D::Targets>,
        S: Metrics<M::Output, D::Targets>,
    {
        let plan = Plan::new(M::OUTPUTS, &self.loss, &self.metrics);
        let columns = data.columns();
        self.engine.check(&columns, &plan, "evaluation")?;
        let mut values = [0.0; MAX_VALUES];
        self.engine
            .evaluate(self.model, &plan, &columns, &mut values);
        Ok(Evaluation {
            loss: values[0],
            metrics: results::<M::Output, D::Targets, S>(&self.metrics, &self.engine, &plan),
        })
    }

    /// The output for one sample, on one thread. Nothing is allocated after the first call.
    pub fn predict<'a>(&'a mut self, input: &M::Input) -> <M::Output as Single>::Ref<'a>
    where
        M::Output: Single,
    {
        self.prediction.one(self.model, input)
    }

    /// The outputs for several samples, on all threads.
    pub fn predict_batch(
        &mut self,
        inputs: <M::Input as Sample>::Slices<'_>,
    ) -> <M::Output as Sample>::Owned {
        self.prediction
            .batch(self.model, self.engine.team(), inputs)
    }
}
