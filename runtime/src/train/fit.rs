//! `fit`.

use super::callbacks::{Callback, CallbackError, Control, State};
use super::checkpoint::{Checkpoint, Setting};
use super::engine::{Engine, Network};
use super::feed::{Feed, InMemory, Sourced};
use super::objective::Plan;
use super::progress::{Progress, describe};
use super::{FitError, History, Verbose};
use crate::data::{Columns, Data, Source, Targets, View};
use crate::optimizers::Optimizer;
use crate::tensor::Sample;
use std::fmt;

/// The arguments of [`Training::fit`](super::Training::fit), with Keras's names and defaults:
/// `Fit { epochs: 5, ..Fit::default() }`.
pub struct Fit<'a, I: Sample, T: Targets> {
    /// How often all samples are seen.
    pub epochs: usize,
    /// Samples of one optimizer step; the last batch of an epoch may be smaller.
    pub batch_size: usize,
    /// The share of the samples, taken from the end before anything is shuffled, that is kept for validation:
    /// ⌊n (1 − f)⌋ of n samples are trained on.
    pub validation_split: f64,
    /// Samples for validation. They take precedence over `validation_split`.
    pub validation_data: Option<View<'a, I, T>>,
    /// A weight for each class, for models of one output: a factor of the loss of the training samples of that class, beside their own
    /// weights. A target's class is its index, the place of its largest value, or its one value rounded.
    pub class_weight: Option<&'a [f32]>,
    /// Whether each epoch has an order of its own.
    pub shuffle: bool,
    /// Decides orders, dropout masks and everything else that is random.
    pub seed: u64,
    /// Number of threads; 0 stands for one on each processor. No result depends on it.
    pub threads: usize,
    /// What is shown meanwhile.
    pub verbose: Verbose,
    /// What is called meanwhile, in this order: `&mut [&mut stopping, &mut logger]`.
    pub callbacks: &'a mut [&'a mut dyn Callback],
    /// The file from which a training that was broken off goes on.
    pub checkpoint: Option<Checkpoint>,
}

impl<I: Sample, T: Targets> Default for Fit<'_, I, T> {
    /// One epoch in batches of 32, shuffled, without validation, with all processors.
    fn default() -> Self {
        Fit {
            epochs: 1,
            batch_size: 32,
            validation_split: 0.0,
            validation_data: None,
            class_weight: None,
            shuffle: true,
            seed: 0,
            threads: 0,
            verbose: Verbose::Auto,
            callbacks: &mut [],
            checkpoint: None,
        }
    }
}

impl<I: Sample, T: Targets> fmt::Debug for Fit<'_, I, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Fit")
            .field("epochs", &self.epochs)
            .field("batch_size", &self.batch_size)
            .field("validation_split", &self.validation_split)
            .field("validation_data", &self.validation_data)
            .field("class_weight", &self.class_weight)
            .field("shuffle", &self.shuffle)
            .field("seed", &self.seed)
            .field("threads", &self.threads)
            .field("verbose", &self.verbose)
            .field("callbacks", &self.callbacks.len())
            .field("checkpoint", &self.checkpoint)
            .finish()
    }
}

impl<'a, I: Sample, T: Targets> Fit<'a, I, T> {
    /// The same without types, for data in memory, and what is trained on of these.
    pub(super) fn erase<'d>(
        &'d mut self,
        data: Columns<'d>,
    ) -> Result<(Run<'d, 'a>, InMemory<'d>), FitError> {
        let fraction = match self.validation_data {
            Some(_) => 0.0,
            None => self.validation_split,
        };
        let (training, kept) = match training_samples(data.len(), fraction)? {
            training if training == data.len() => (data, None),
            training => (
                data.range(0..training),
                Some(data.range(training..data.len())),
            ),
        };
        if self.batch_size == 0 {
            return Err(FitError::BatchSize);
        }
        let samples = training.len();
        u32::try_from(samples).map_err(|_| FitError::TooMany(samples))?;
        let training = training.with_class_weights(self.class_weight);
        let feed = InMemory::new(training, self.shuffle, self.batch_size);
        let setting = Setting {
            seed: self.seed,
            batch_size: self.batch_size,
            samples,
            shuffle: self.shuffle,
        };
        Ok((self.run(Some(training), kept, setting), feed))
    }

    /// The same for a source.
    pub(super) fn erase_for<'d, S: Source>(
        &'d mut self,
        source: &'d mut S,
    ) -> Result<(Run<'d, 'a>, Sourced<'d, S>), FitError> {
        if self.validation_split != 0.0 {
            return Err(FitError::SplitOfSource);
        }
        let setting = Setting {
            seed: self.seed,
            batch_size: source.batch_size(),
            samples: 0,
            shuffle: false,
        };
        let feed = Sourced::new(source, self.class_weight);
        Ok((self.run(None, None, setting), feed))
    }

    fn run<'d>(
        &'d mut self,
        training: Option<Columns<'d>>,
        kept: Option<Columns<'d>>,
        setting: Setting,
    ) -> Run<'d, 'a> {
        let given = self.validation_data.as_ref();
        Run {
            training,
            validation: given.map(Data::columns).or(kept),
            epochs: self.epochs,
            threads: self.threads,
            verbose: self.verbose,
            callbacks: &mut *self.callbacks,
            checkpoint: self.checkpoint.as_ref(),
            setting,
        }
    }
}

/// [`Fit`] and its data without their types.
pub struct Run<'a, 'c> {
    /// What is trained on, if it is known beforehand.
    training: Option<Columns<'a>>,
    validation: Option<Columns<'a>>,
    epochs: usize,
    threads: usize,
    verbose: Verbose,
    callbacks: &'a mut [&'c mut dyn Callback],
    checkpoint: Option<&'a Checkpoint>,
    setting: Setting,
}

impl Run<'_, '_> {
    /// Trains, after it has checked everything.
    pub fn run(
        self,
        feed: &mut dyn Feed,
        engine: &mut Engine,
        model: &mut dyn Network,
        optimizer: &mut dyn Optimizer,
        plan: &Plan<'_>,
    ) -> Result<History, FitError> {
        for (data, set) in [
            (&self.training, "training"),
            (&self.validation, "validation"),
        ] {
            if let Some(data) = data {
                engine.check(data, plan, set)?;
            }
        }
        engine.use_threads(self.threads);
        engine.reserve(optimizer, plan, feed.batch_size());
        let names = plan.names();
        let mut control = Control {
            engine,
            model,
            optimizer,
            plan,
            state: State::new(&names, self.validation.is_some()),
            names,
            epochs: self.epochs,
            batches: feed.batches(),
        };
        if let Some(checkpoint) = self.checkpoint {
            checkpoint.resume(&mut control, &self.setting, self.callbacks)?;
        }
        control.engine.seed = self.setting.seed;
        let mut progress = Progress::new(
            self.verbose,
            self.epochs,
            control.state.epoch,
            feed.batches(),
        );
        let mut run = Loop {
            control,
            validation: self.validation,
            callbacks: self.callbacks,
            checkpoint: self.checkpoint,
            setting: self.setting,
        };
        run.call(|callback, control| callback.train_begin(control))?;
        while run.control.state.epoch < self.epochs && !run.control.state.stopped {
            run.epoch(feed, &mut progress)?;
        }
        run.control.engine.take_averages(run.control.model);
        run.call(|callback, control| callback.train_end(control))?;
        Ok(run.control.state.history)
    }
}

/// A training that has begun.
struct Loop<'l, 'c> {
    control: Control<'l>,
    validation: Option<Columns<'l>>,
    callbacks: &'l mut [&'c mut dyn Callback],
    checkpoint: Option<&'l Checkpoint>,
    setting: Setting,
}

impl Loop<'_, '_> {
    /// One epoch, or what is left of it.
    fn epoch(&mut self, feed: &mut dyn Feed, progress: &mut Progress) -> Result<(), FitError> {
        progress.begin();
        if self.control.state.batch == 0 {
            self.control.engine.clear_sums();
            self.control.state.clear();
            self.call(|callback, control| callback.epoch_begin(control))?;
        }
        feed.begin(self.setting.seed, self.control.engine.epochs);
        let unchecked = feed.is_unchecked();
        while let Some((data, choice)) = feed.batch(self.control.state.batch)? {
            self.call(|callback, control| callback.batch_begin(control))?;
            let control = &mut self.control;
            if unchecked {
                control.engine.check(&data, control.plan, "training")?;
                control
                    .engine
                    .reserve(control.optimizer, control.plan, choice.len());
            }
            control.engine.step(
                control.model,
                control.optimizer,
                control.plan,
                &data,
                choice,
            );
            control.state.batch += 1;
            control.state.samples += choice.len();
            progress.step(control.state.batch, || control.brief());
            self.call(|callback, control| callback.batch_end(control))?;
            if self.control.state.stopped {
                break;
            }
            let (batch, batches) = (self.control.state.batch, self.control.batches);
            let within = batches.is_none_or(|batches| batch < batches);
            if within && let Some(checkpoint) = self.checkpoint {
                checkpoint.batch_end(&mut self.control, &self.setting, self.callbacks)?;
            }
        }
        if self.control.state.samples == 0 {
            return Err(FitError::Empty("training"));
        }
        self.control.measure(self.validation.as_ref());
        self.call(|callback, control| callback.epoch_end(control))?;
        let batches = self.control.state.batch;
        progress.end(batches, || describe(&self.control.state.values));
        self.control.end_epoch();
        match self.checkpoint {
            Some(checkpoint) => {
                checkpoint.epoch_end(&mut self.control, &self.setting, self.callbacks)
            }
            None => Ok(()),
        }
    }

    /// Calls all callbacks, in their order.
    fn call(
        &mut self,
        method: impl Fn(&mut dyn Callback, &mut Control<'_>) -> Result<(), CallbackError>,
    ) -> Result<(), FitError> {
        for callback in &mut *self.callbacks {
            method(&mut **callback, &mut self.control).map_err(|error| FitError::Callback {
                callback: callback.name().to_owned(),
                message: error.message,
            })?;
        }
        Ok(())
    }
}

/// Number of samples that are trained on when a fraction is kept for validation.
fn training_samples(samples: usize, fraction: f64) -> Result<usize, FitError> {
    if !(0.0..1.0).contains(&fraction) {
        return Err(FitError::ValidationFraction(fraction));
    }
    let training = (samples as f64 * (1.0 - fraction)).floor() as usize;
    let validation = samples - training;
    if fraction > 0.0 && (training == 0 || validation == 0) {
        return Err(FitError::EmptySplit {
            fraction,
            samples,
            training,
            validation,
        });
    }
    Ok(training)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_split_keeps_the_floor_for_training() {
        assert_eq!(training_samples(10, 0.0), Ok(10));
        assert_eq!(training_samples(10, 0.25), Ok(7));
        assert_eq!(training_samples(6000, 0.1), Ok(5400));
        let empty = FitError::EmptySplit {
            fraction: 0.5,
            samples: 1,
            training: 0,
            validation: 1,
        };
        assert_eq!(training_samples(1, 0.5), Err(empty));
        for fraction in [-0.1, 1.0, f64::INFINITY] {
            assert_eq!(
                training_samples(10, fraction),
                Err(FitError::ValidationFraction(fraction))
            );
        }
        assert!(training_samples(10, f64::NAN).is_err());
    }
}
