//! What every model can do.

use super::{Predictor, Training};
use crate::model::Model;
use crate::optimizers::Optimizer;

/// Keras's methods of models.
pub trait ModelExt: Model {
    /// Joins the model with an optimizer, a loss and a tuple of metrics (`(Accuracy,)`, or `()` for none). For several outputs the
    /// loss is a tuple with a loss for each.
    fn compile<O: Optimizer, L, S>(
        &mut self,
        optimizer: O,
        loss: L,
        metrics: S,
    ) -> Training<'_, Self, O, L, S> {
        Training::new(self, optimizer, loss, metrics)
    }

    /// Predicts on `threads` threads; 0 stands for one on each processor.
    fn predictor(&self, threads: usize) -> Predictor<'_, Self> {
        Predictor::new(self, threads)
    }
}

impl<M: Model> ModelExt for M {}
