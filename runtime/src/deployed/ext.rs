//! What a deployed model can do where there are files and memory.

use super::{DeployedModel, SelfTest};
use crate::io::WeightsError;
use crate::io::weights::{self, Tables};
use crate::model::{Model, regions};
use crate::plain;
use crate::storage::convert;
use crate::tensor::Sample;
use std::path::Path;

/// Making, saving and loading the deployed form.
pub trait DeployedExt: DeployedModel {
    /// The deployed form of a trained model, made in place: normalizations are folded, each element in double precision and
    /// rounded once.
    fn from_trained(model: &Self::Trained) -> Box<Self> {
        let mut deployed = plain::zeroed_box::<Self>();
        let trained = regions(model);
        convert(
            Self::TABLE,
            Self::ORIGINS,
            &|tensor| trained.tensor(Self::Trained::TABLE, tensor),
            plain::as_mut_slice(&mut *deployed),
        );
        deployed
    }

    /// The deployed form with the weights of a safetensors file: of one of this form, as they are, or of one that the trained
    /// model was saved to, folded.
    ///
    /// # Errors
    /// If the file can't be read, or its tensors aren't the model's by name, shape and type.
    fn load(path: impl AsRef<Path>) -> Result<Box<Self>, WeightsError> {
        let mut deployed = plain::zeroed_box::<Self>();
        let tables = Tables {
            trained: Self::Trained::TABLE,
            deployed: Self::TABLE,
            origins: Self::ORIGINS,
        };
        let elements = plain::as_mut_slice(&mut *deployed);
        weights::load_deployed(path.as_ref(), Self::NAME, &tables, elements)?;
        Ok(deployed)
    }

    /// Writes the deployed tensors to a safetensors file, which is complete before it replaces one of the same name.
    ///
    /// # Errors
    /// If the file can't be written.
    fn save(&self, path: impl AsRef<Path>) -> Result<(), WeightsError> {
        let elements = plain::as_slice(self);
        weights::save_deployed(path.as_ref(), Self::NAME, Self::TABLE, elements)
    }

    /// What a device must find when it tests itself.
    fn self_test(&self, seed: u64) -> SelfTest {
        let mut inputs = Self::Input::zeroed_many(1);
        let mut outputs = Self::Output::zeroed_many(1);
        SelfTest::of(
            seed,
            self,
            Self::Input::slices_mut(&mut inputs),
            &mut vec![0.0; Self::SCRATCH],
            Self::Output::slices_mut(&mut outputs),
        )
    }
}

impl<D: DeployedModel> DeployedExt for D {}
