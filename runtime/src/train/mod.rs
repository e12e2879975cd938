//! Training, evaluation and prediction, with Keras's words.
//!
//! [`ModelExt::compile`] joins a model with an optimizer, a loss and metrics to a [`Training`], whose [`fit`](Training::fit),
//! [`evaluate`](Training::evaluate) and [`predict`](Training::predict) do what Keras's methods of these names do. The typed shells are
//! thin: everything behind them works on slices and is compiled once.

mod batches;
mod buffers;
mod curves;
mod engine;
mod error;
mod ext;
mod fit;
mod history;
mod objective;
mod predict;
mod progress;
mod training;

pub use error::{CurvesError, FitError};
pub use ext::ModelExt;
pub use fit::Fit;
pub use history::History;
pub use predict::{Predictor, Single};
pub use progress::Verbose;
pub use training::{Evaluation, Training};

/// The largest number of inputs or outputs of a model.
const MAX_PARTS: usize = 6;
