//! What can go wrong with training.

use super::CheckpointError;
use crate::losses::Misfit;
use std::io;
use std::path::PathBuf;

/// Data or options that can't be trained with, or what went wrong meanwhile. Nothing has been changed when it is returned, but for
/// [`Callback`](Self::Callback) and [`Source`](Self::Source), and [`Checkpoint`](Self::Checkpoint) if the file can't be written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FitError {
    /// There are no samples.
    #[error("the {0} set has no samples")]
    Empty(&'static str),
    /// More samples than `fit` can put in order.
    #[error("{0} samples are too many: `fit` takes less than 2³²")]
    TooMany(usize),
    /// Batches of no samples.
    #[error("`batch_size` is 0: a batch has at least one sample")]
    BatchSize,
    /// `validation_split` isn't a fraction.
    #[error("`validation_split` is {0}, but must be at least 0 and less than 1")]
    ValidationFraction(f64),
    /// One of the two parts of a split would be empty.
    #[error(
        "`validation_split = {fraction}` of {samples} samples leaves {training} for training and {validation} for validation"
    )]
    EmptySplit {
        /// The fraction.
        fraction: f64,
        /// All samples.
        samples: usize,
        /// What would be left for training.
        training: usize,
        /// What would be left for validation.
        validation: usize,
    },
    /// A class that the output doesn't have.
    #[error(
        "in the {set} set, sample {sample} has the class {class}, but the output `{output}` has {classes} classes, numbered from 0"
    )]
    Class {
        /// `training`, `validation` or `evaluation`.
        set: &'static str,
        /// Which sample.
        sample: usize,
        /// Its class.
        class: usize,
        /// The output.
        output: &'static str,
        /// Number of classes of the output.
        classes: usize,
    },
    /// A loss or a metric that can't be computed for its output.
    #[error("{what} can't be computed for the output `{output}`: {misfit}")]
    Misfit {
        /// The loss, or which metric.
        what: String,
        /// The output.
        output: &'static str,
        /// Why.
        misfit: Misfit,
    },
    /// Weights of rows, or of classes of rows, for a loss or a metric whose values aren't those of rows.
    #[error(
        "in the {set} set, the {rows} rows of a sample have weights of their own in the output `{output}`, but its loss or a metric of it mixes rows: give one weight for each sample"
    )]
    RowWeights {
        /// `training`, `validation` or `evaluation`.
        set: &'static str,
        /// The output.
        output: &'static str,
        /// Rows of the output.
        rows: usize,
    },
    /// Weights that don't fit an output.
    #[error(
        "the {set} set has {each} weights for each sample, but the output `{output}` has {rows} rows: give one weight for each sample, or {rows}"
    )]
    Weights {
        /// `training`, `validation` or `evaluation`.
        set: &'static str,
        /// The output.
        output: &'static str,
        /// Weights for each sample.
        each: usize,
        /// Rows of the output.
        rows: usize,
    },
    /// A weight that isn't a number.
    #[error("in the {set} set, sample {sample} has the weight {weight}")]
    Weight {
        /// `training`, `validation` or `evaluation`.
        set: &'static str,
        /// Which sample.
        sample: usize,
        /// Its weight.
        weight: f32,
    },
    /// Class weights that don't fit the output.
    #[error(
        "`class_weight` has {weights} weights, but the output `{output}` has {classes} classes: give one weight for each"
    )]
    ClassWeights {
        /// Number of weights.
        weights: usize,
        /// The output.
        output: &'static str,
        /// Number of its classes.
        classes: usize,
    },
    /// A class weight that isn't a number.
    #[error("`class_weight` gives class {class} the weight {weight}")]
    ClassWeight {
        /// Which class.
        class: usize,
        /// Its weight.
        weight: f32,
    },
    /// Class weights for a model of several outputs.
    #[error(
        "`class_weight` is for models of one output, but this one has {0}: give the samples weights with `Dataset::with_weights_of`"
    )]
    ClassWeightsOfOutputs(usize),
    /// A share of a source can't be kept for validation.
    #[error("`validation_split` needs data in memory: give a source `validation_data` instead")]
    SplitOfSource,
    /// A source couldn't make a batch, which has ended the training.
    #[error("batch {batch} of epoch {epoch}, both from 0, couldn't be made: {message}")]
    Source {
        /// The epoch.
        epoch: u64,
        /// The batch.
        batch: usize,
        /// What the source says.
        message: String,
    },
    /// A callback failed, which has ended the training.
    #[error("{callback}: {message}")]
    Callback {
        /// [`Callback::name`](super::Callback::name).
        callback: String,
        /// What it says.
        message: String,
    },
    /// The checkpoint can't be read or written.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
}

/// Curves that can't be drawn.
#[derive(Debug, thiserror::Error)]
pub enum CurvesError {
    /// The history has no epochs.
    #[error("there is nothing to draw: the history has no epochs")]
    Empty,
    /// The file can't be written.
    #[error("`{}`: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The plotting library failed.
    #[error("drawing the curves failed: {0}")]
    Draw(String),
}
