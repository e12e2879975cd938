//! The deployed form of a model: plain data that lies in flash, and the prediction of one sample without an allocator and
//! without a path that panics.
//!
//! ```text
//! static NET: Deployed<Mlp> = …;
//! let mut scratch = Deployed::<Mlp>::scratch();
//! NET.predict(&image, &mut scratch, &mut probabilities);
//! ```

mod map;
mod pass;
mod scratch;

pub use map::{Buffer, MemoryMap};
pub use pass::{Inferring, Operand};
pub use scratch::Scratch;

use crate::model::{Model, Port};
use crate::plain::Plain;
use crate::storage::TensorEntry;
use crate::tensor::Sample;
pub use formwork_shape_rules::fold::Origin;

/// The deployed form of a model.
pub type Deployed<M> = <M as Model>::Deployed;

/// What the macro implements for the deployed form of a declared model.
///
/// Batch normalization is part of the layers before it, or a factor and a summand for each channel; dropout is gone. The
/// memory of a value is its tensors, one after the other in the order of [`TABLE`](Self::TABLE), and nothing else.
pub trait DeployedModel: Plain + Send + Sync {
    /// The form that is trained.
    type Trained: Model<Deployed = Self, Input = Self::Input, Output = Self::Output>;
    /// One sample of input: a tensor, or a tuple of tensors for several inputs.
    type Input: Sample;
    /// One sample of output: a tensor, or a tuple of tensors for several outputs.
    type Output: Sample;
    /// [`Scratch`] of [`SCRATCH`](Self::SCRATCH) floats.
    type Scratch: AsRef<[f32]> + AsMut<[f32]> + Default;

    /// The name of the model.
    const NAME: &'static str = <Self::Trained as Model>::NAME;
    /// One entry for each tensor. All of them are in one region; tensors that are as they were trained have their names.
    const TABLE: &'static [TensorEntry];
    /// For each tensor how it is made from those of the trained form.
    const ORIGINS: &'static [Origin];
    /// The inputs, in order.
    const INPUTS: &'static [Port] = <Self::Trained as Model>::INPUTS;
    /// The outputs, in order.
    const OUTPUTS: &'static [Port] = <Self::Trained as Model>::OUTPUTS;
    /// Number of elements of all tensors.
    const ELEMENTS: usize = size_of::<Self>() / size_of::<f32>();
    /// Bytes of all tensors: what the model takes in flash.
    const WEIGHT_BYTES: usize = size_of::<Self>();
    /// Multiply-accumulates of one prediction.
    const MACS: u64;
    /// Floats that a prediction works in, besides the model, the input and the output.
    const SCRATCH: usize;
    /// The same in bytes.
    const SCRATCH_BYTES: usize = Self::SCRATCH * size_of::<f32>();
    /// What lies where in the scratch, and when.
    const BUFFERS: &'static [Buffer];
    /// The calls of a prediction, by the names of the layers in them.
    const CALLS: &'static [&'static str];

    /// Working memory, on the caller's terms. `static SCRATCH: Scratch<N> = Scratch::new()` is the same.
    fn scratch() -> Self::Scratch {
        Self::Scratch::default()
    }

    /// Computes the output of one sample. The scratch's contents are unspecified before and after.
    #[inline]
    fn predict(&self, input: &Self::Input, scratch: &mut Self::Scratch, output: &mut Self::Output) {
        let inputs = Self::Input::parts(input.single());
        let mut outputs = Self::Output::parts_mut(output.single_mut());
        self.run(inputs.as_ref(), scratch.as_mut(), outputs.as_mut());
    }

    /// The same on slices: as many inputs and outputs as the model has, each of its length, and at least
    /// [`SCRATCH`](Self::SCRATCH) elements of scratch. With others nothing is computed.
    fn run(&self, inputs: &[&[f32]], scratch: &mut [f32], outputs: &mut [&mut [f32]]);

    /// What lies where in the scratch, and when: to be printed, or drawn.
    fn memory_map() -> MemoryMap {
        MemoryMap {
            name: Self::NAME,
            calls: Self::CALLS,
            buffers: Self::BUFFERS,
            scratch: Self::SCRATCH,
        }
    }
}
