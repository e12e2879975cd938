//! `fit`.

use super::batches::Choice;
use super::engine::{Engine, Network};
use super::objective::Plan;
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
        }
    }
}

impl<I: Sample, T: Targets> Clone for Fit<'_, I, T> {
    fn clone(&self) -> Self {
        Fit { ..*self }
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
            .finish()
    }
}

impl<I: Sample, T: Targets> Fit<'_, I, T> {
    /// The same without types, for some data.
    pub(super) fn erase<'d>(&'d self, data: Columns<'d>) -> Result<Run<'d>, FitError> {
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
        let &Fit {
            epochs,
            batch_size,
            shuffle,
            seed,
            threads,
            verbose,
            ..
        } = self;
        Ok(Run {
            training: training.with_class_weights(self.class_weight),
            validation,
            epochs,
            batch_size,
            shuffle,
            seed,
            threads,
            verbose,
        })
    }
}

/// [`Fit`] and its data without their types.
pub struct Run<'a> {
    training: Columns<'a>,
    validation: Option<Columns<'a>>,
    epochs: usize,
    batch_size: usize,
    shuffle: bool,
    seed: u64,
    threads: usize,
    verbose: Verbose,
}

impl Run<'_> {
    /// Trains, after it has checked everything.
    pub fn run(
        &self,
        engine: &mut Engine,
        model: &mut dyn Network,
        optimizer: &dyn Optimizer,
        plan: &Plan<'_>,
    ) -> Result<History, FitError> {
        if self.batch_size == 0 {
            return Err(FitError::BatchSize);
        }
        engine.check(&self.training, plan, "training")?;
        if let Some(validation) = &self.validation {
            engine.check(validation, plan, "validation")?;
        }
        let samples = self.training.len();
        let count = u32::try_from(samples).map_err(|_| FitError::TooMany(samples))?;
        engine.seed = self.seed;
        engine.use_threads(self.threads);
        engine.reserve(optimizer, plan, self.batch_size.min(samples));

        let names = plan.names();
        let mut keys = names.clone();
        if self.validation.is_some() {
            keys.extend(names.iter().map(|name| format!("val_{name}")));
        }
        let mut history = History::new(keys.clone());
        let mut values = vec![0.0; keys.len()];
        let mut order: Vec<u32> = (0..count).collect();
        let mut progress =
            Progress::new(self.verbose, self.epochs, samples.div_ceil(self.batch_size));
        for _ in 0..self.epochs {
            progress.begin();
            engine.clear_sums();
            if self.shuffle {
                order.clear();
                order.extend(0..count);
                Stream::new(self.seed, engine.epochs).shuffle(&mut order);
            }
            for (index, batch) in order.chunks(self.batch_size).enumerate() {
                let first = index * self.batch_size;
                let choice = if self.shuffle {
                    Choice::Picked(batch)
                } else {
                    Choice::Run(first, batch.len())
                };
                engine.step(model, optimizer, plan, &self.training, choice);
                progress.step(index + 1, || {
                    engine.values(plan, first + batch.len(), &mut values);
                    describe(&names, &values)
                });
            }
            engine.values(plan, samples, &mut values);
            if let Some(validation) = &self.validation {
                engine.evaluate(model, plan, validation, &mut values[names.len()..]);
            }
            engine.epochs += 1;
            history.push(&values);
            progress.end(|| describe(&keys, &values));
        }
        Ok(history)
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
