//! What every model can do.

use super::{Predictor, Training};
use crate::deployed::DeployedExt;
use crate::init;
use crate::io::weights::PartOfWeights;
use crate::io::{WeightsError, weights};
use crate::model::{Model, regions, regions_mut};
use crate::optimizers::Optimizer;
use crate::plain;
use std::path::Path;

/// Keras's methods of models: how one is made, trained, saved and loaded.
pub trait ModelExt: Model {
    /// A model with initial values, made in place. Seed and declaration determine every bit.
    fn init(seed: u64) -> Box<Self> {
        let mut model = plain::zeroed_box::<Self>();
        init::initialize(Self::TABLE, regions_mut(&mut *model), seed);
        model
    }

    /// A model with the weights of a safetensors file.
    ///
    /// # Errors
    /// If the file can't be read, or its tensors aren't the model's by name, shape and type.
    fn load(path: impl AsRef<Path>) -> Result<Box<Self>, WeightsError> {
        let mut model = plain::zeroed_box::<Self>();
        model.load_weights(path)?;
        Ok(model)
    }

    /// Takes the weights of a safetensors file.
    ///
    /// # Errors
    /// If the file can't be read, or its tensors aren't the model's by name, shape and type. Then nothing has changed.
    fn load_weights(&mut self, path: impl AsRef<Path>) -> Result<(), WeightsError> {
        weights::load(path.as_ref(), Self::NAME, Self::TABLE, regions_mut(self))
    }

    /// Takes those tensors from a safetensors file that fit by name and shape and that are `wanted`, given their names, and says which
    /// were taken and which not: for fine-tuning. `|_| true` takes what fits, `|name| !name.starts_with("head.")` leaves a layer as it is.
    ///
    /// # Errors
    /// If the file can't be read, is damaged, or nothing in it fits. Then nothing has changed.
    fn load_part(
        &mut self,
        path: impl AsRef<Path>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<PartOfWeights, WeightsError> {
        weights::load_part(
            path.as_ref(),
            Self::NAME,
            Self::TABLE,
            regions_mut(self),
            &wanted,
        )
    }

    /// Writes the weights to a safetensors file, which is complete before it replaces one of the same name.
    ///
    /// # Errors
    /// If the file can't be written.
    fn save(&self, path: impl AsRef<Path>) -> Result<(), WeightsError> {
        weights::save(path.as_ref(), Self::NAME, Self::TABLE, regions(self))
    }

    /// The deployed form, made in place: what a device needs for predictions, with normalizations folded.
    fn deploy(&self) -> Box<Self::Deployed> {
        DeployedExt::from_trained(self)
    }

    /// Joins the model with an optimizer, a loss and a tuple of metrics (`(Accuracy,)`, or `()` for none). For several
    /// outputs the loss is a tuple with a loss for each.
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
