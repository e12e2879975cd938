//! Training, evaluation and prediction, with Keras's words.
//!
//! [`ModelExt::compile`] joins a model with an optimizer, a loss and metrics to a [`Training`], whose [`fit`](Training::fit),
//! [`evaluate`](Training::evaluate) and [`predict`](Training::predict) do what Keras's methods of these names do. The typed shells are
//! thin: everything behind them works on slices and is compiled once.

mod batch_objective;
mod batches;
mod buffers;
pub mod callbacks;
mod checkpoint;
mod curves;
mod diagnosis;
mod engine;
mod error;
mod ext;
mod feed;
mod few;
mod fit;
mod frozen;
mod history;
mod objective;
mod optimization;
mod predict;
mod progress;
mod row_weights;
mod training;

pub use callbacks::{Callback, Control};
pub use checkpoint::{Checkpoint, CheckpointError};
pub use error::{CurvesError, FitError};
pub use ext::ModelExt;
pub use fit::Fit;
pub use frozen::NoSuchLayer;
pub use history::History;
pub use optimization::{Optimization, Piece, Trained};
pub use predict::{Predictor, Single};
pub use progress::Verbose;
pub use training::{Evaluation, Training};

/// The largest number of inputs or outputs of a model.
const MAX_PARTS: usize = 6;

/// The largest number of metrics.
const MAX_METRICS: usize = 12;

/// The largest number of values of an evaluation's loss and metrics of one value: the loss, the loss of each output, the metrics.
const MAX_VALUES: usize = 1 + MAX_PARTS + MAX_METRICS;
