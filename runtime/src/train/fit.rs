//! `fit`.

use super::batches::Choice;
use super::engine::{Engine, Network};
use super::objective::Plan;
use super::callbacks::{Callback, CallbackError, Control, State};
use super::checkpoint::{Checkpoint, Setting};
use super::progress::{Progress, describe};
use super::{FitError, History, Verbose};
use crate::data::{Columns, Data, Targets, View};
use crate::optimizers::Optimizer;
use crate::random::Stream;
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
    /// The same without types, for some data.
    pub(super) fn erase<'d>(
        &'d mut self,
        data: Columns<'d>,
    ) -> Result<Run<'d, 'a>, FitError> {
        let (training, validation) = match &self.validation_data {
            Some(validation) => (data, Some(validation.columns())),
            None => match training_samples(data.len(), self.validation_split)? {
                training if training == data.len() => (data, None),
                training => (
                    data.range(0..training),
                    Some(data.range(training..data.len())),
                ),
            },
        };
        Ok(Run {
            training,
            validation,
            epochs: self.epochs,
            batch_size: self.batch_size,
            shuffle: self.shuffle,
            seed: self.seed,
            threads: self.threads,
            verbose: self.verbose,
            callbacks: &mut *self.callbacks,
            checkpoint: self.checkpoint.as_ref(),
        })
    }
}

/// [`Fit`] and its data without their types.
pub struct Run<'a, 'c> {
    training: Columns<'a>,
    validation: Option<Columns<'a>>,
    epochs: usize,
    batch_size: usize,
    shuffle: bool,
    seed: u64,
    threads: usize,
    verbose: Verbose,
    callbacks: &'a mut [&'c mut dyn Callback],
    checkpoint: Option<&'a Checkpoint>,
}

impl Run<'_, '_> {
    /// Trains, after it has checked everything.
    pub fn run(
        self,
        engine: &mut Engine,
        model: &mut dyn Network,
        optimizer: &mut dyn Optimizer,
        plan: &Plan<'_>,
    ) -> Result<History, FitError> {
        if self.batch_size == 0 {
            return Err(FitError::BatchSize);
        }
        engine.check(&self.training, "training")?;
        if let Some(validation) = &self.validation {
            engine.check(validation, "validation")?;
        }
        let samples = self.training.len();
        u32::try_from(samples).map_err(|_| FitError::TooMany(samples))?;
        engine.use_threads(self.threads);
        engine.reserve(optimizer, plan, self.batch_size.min(samples));
        let names = plan.names();
        let setting = Setting {
            seed: self.seed,
            batch_size: self.batch_size,
            samples,
            shuffle: self.shuffle,
        };
        let mut control = Control {
            engine,
            model,
            optimizer,
            plan,
            state: State::new(&names, self.validation.is_some()),
            names,
            epochs: self.epochs,
            batches: Some(samples.div_ceil(self.batch_size)),
        };
        if let Some(checkpoint) = self.checkpoint {
            checkpoint.resume(&mut control, &setting, self.callbacks)?;
        }
        control.engine.seed = self.seed;
        let mut feed = Feed::new(self.training, self.shuffle, self.batch_size);
        let mut progress = Progress::new(
            self.verbose,
            self.epochs,
            control.state.epoch,
            samples.div_ceil(self.batch_size),
        );
        let mut run = Loop {
            control,
            validation: self.validation,
            callbacks: self.callbacks,
            checkpoint: self.checkpoint,
            setting,
        };
        run.call(|callback, control| callback.train_begin(control))?;
        while run.control.state.epoch < self.epochs && !run.control.state.stopped {
            run.epoch(&mut feed, &mut progress)?;
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
    fn epoch(&mut self, feed: &mut Feed<'_>, progress: &mut Progress) -> Result<(), FitError> {
        progress.begin();
        if self.control.state.batch == 0 {
            self.control.engine.clear_sums();
            self.control.state.clear();
            self.call(|callback, control| callback.epoch_begin(control))?;
        }
        feed.begin(self.setting.seed, self.control.engine.epochs);
        while let Some(choice) = feed.batch(self.control.state.batch) {
            self.call(|callback, control| callback.batch_begin(control))?;
            let control = &mut self.control;
            control.engine.step(
                control.model,
                control.optimizer,
                control.plan,
                &feed.data,
                choice,
            );
            control.state.batch += 1;
            control.state.samples += choice.len();
            progress.step(control.state.batch, || control.brief());
            self.call(|callback, control| callback.batch_end(control))?;
            if self.control.state.stopped {
                break;
            }
            let within = feed.batch(self.control.state.batch).is_some();
            if within && let Some(checkpoint) = self.checkpoint {
                checkpoint.batch_end(&mut self.control, &self.setting, self.callbacks)?;
            }
        }
        self.control.measure(self.validation.as_ref());
        self.call(|callback, control| callback.epoch_end(control))?;
        progress.end(|| describe(&self.control.state.values));
        self.control.end_epoch();
        match self.checkpoint {
            Some(checkpoint) => checkpoint.epoch_end(&mut self.control, &self.setting, self.callbacks),
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

/// The batches of data in memory.
struct Feed<'d> {
    data: Columns<'d>,
    /// The samples of an epoch in their order, if it isn't that of the data.
    order: Option<Vec<u32>>,
    batch_size: usize,
}

impl<'d> Feed<'d> {
    fn new(data: Columns<'d>, shuffle: bool, batch_size: usize) -> Feed<'d> {
        Feed {
            data,
            order: shuffle.then(|| vec![0; data.len()]),
            batch_size,
        }
    }

    /// An epoch begins.
    fn begin(&mut self, seed: u64, epoch: u64) {
        if let Some(order) = &mut self.order {
            for (place, sample) in order.iter_mut().zip(0..) {
                *place = sample;
            }
            Stream::new(seed, epoch).shuffle(order);
        }
    }

    /// A batch of the epoch.
    fn batch(&self, number: usize) -> Option<Choice<'_>> {
        let first = number.checked_mul(self.batch_size)?;
        let samples = self.batch_size.min(self.data.len().checked_sub(first)?);
        if samples == 0 {
            return None;
        }
        Some(match &self.order {
            Some(order) => Choice::Picked(&order[first..first + samples]),
            None => Choice::Run(first, samples),
        })
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
