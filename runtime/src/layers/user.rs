//! A layer of the user's own: a type that says its shapes, what it saves and what it owns.
//!
//! ```text
//! model! {
//!     pub struct Net {
//!         let x = Input(64);
//!         let h: Tensor1<64> = my::Swish { beta: 1.5 }(x);
//!         Dense(10)(h)
//!     }
//! }
//! ```

mod accept;
mod bundle;
#[cfg(feature = "std")]
mod gradient_check;
mod operation;

pub use accept::accept;
pub use bundle::Bundle;
#[cfg(feature = "std")]
pub use gradient_check::{GradientCheck, GradientMismatch};
pub use operation::UserLayer;

use crate::init::Initializer;
use crate::operation::Mode;
use crate::random::Random;
use formwork_shape_rules::Shape;

/// A trained tensor of a user's layer, or one of its state.
#[derive(Clone, Copy, Debug)]
pub struct ParameterEntry {
    /// Its name within the layer.
    pub name: &'static str,
    /// Its shape.
    pub shape: Shape,
    /// How it starts.
    pub initializer: Initializer,
}

/// What a call of a user's layer knows of its surroundings, and its room for intermediate values.
#[derive(Debug)]
pub struct Context<'a> {
    /// Training or inference.
    pub mode: Mode,
    /// Index of the sample within the batch.
    pub sample: usize,
    /// The source of random numbers of this step; [`uniform`](Self::uniform) and [`normal`](Self::normal) draw from it.
    pub random: Random,
    /// The number of the layer's application in its model, by which it draws other numbers than others.
    pub node: u32,
    /// [`Layer::STATE`]: as it was before the step, unless the layer couples its samples, which settles it before forward.
    pub state: &'a [f32],
    /// What [`Layer::settle`] made of the batch, for a layer that couples its samples. Empty in inference and if the layer is
    /// frozen: then the state takes its place.
    pub statistics: &'a [f32],
    /// [`Layer::SCRATCH`] elements of unspecified contents.
    pub scratch: &'a mut [f32],
}

impl Context<'_> {
    /// A number in `[0, 1)` for an element of the sample. It is the same in forward and backward of a step, and depends
    /// on the training's seed, the step, the layer, the sample and the element alone.
    pub fn uniform(&self, element: usize) -> f32 {
        self.random
            .uniform(self.node, self.sample as u64, element as u32)
    }

    /// A number of the standard normal distribution, in the same way.
    pub fn normal(&self, element: usize) -> f32 {
        self.random
            .normal(self.node, self.sample as u64, element as u32)
    }
}

/// Sums over a batch: the shards' sums, added in the order of the shards, so that they don't depend on threads.
#[derive(Clone, Copy, Debug)]
pub struct Sums<'a> {
    shards: &'a [f64],
    len: usize,
}

impl<'a> Sums<'a> {
    /// Of `shards`, each `len` sums, one after the other.
    pub fn of(shards: &'a [f64], len: usize) -> Sums<'a> {
        Sums { shards, len }
    }

    /// The sum number `index`.
    ///
    /// # Panics
    /// If there are fewer.
    pub fn get(&self, index: usize) -> f64 {
        assert!(
            index < self.len,
            "sum {index} of a layer that has {}",
            self.len
        );
        self.shards[index..].iter().step_by(self.len).sum()
    }
}

/// A layer of the user's own.
///
/// It is written for one sample; the generated code calls it for each sample of a tile, from several threads. It is a
/// barrier to fusion. Backward sees nothing of forward but what forward put into `saved`.
///
/// The value that stands in the declaration must be a constant expression: `my::Swish { beta: 1.5 }`.
///
/// **State** is saved with the weights and changes in training. In each step, [`gather`](Self::gather) adds what a sample
/// contributes to [`SUMS`](Self::SUMS) numbers, and when all samples have been there, [`settle`](Self::settle) makes the new
/// state from the sums, for the next step. A frozen layer (`trainable = false`) keeps its state.
///
/// **Coupled samples.** A layer with [`STATISTICS`](Self::STATISTICS), such as a normalization over the batch, is marked in the
/// declaration, `my::Center(x, coupled = true)`: a step then gathers and settles before forward, which reads the statistics from
/// its [`Context`], and before backward a second time, by [`gather_backward`](Self::gather_backward) and
/// [`settle_backward`](Self::settle_backward).
///
/// [`GradientCheck`] compares a layer's gradients with finite differences.
pub trait Layer: Sync + 'static {
    /// What it reads: a tensor such as `Tensor1<64>`, or a tuple of two to six.
    type Input: Bundle;
    /// What it makes. The type written in the declaration must be this one.
    type Output: Bundle;

    /// What is wrong with the layer's own generics, if something is: `rustc` reports it under the path in the declaration.
    const RULE: Result<(), &'static str> = Ok(());
    /// The trained tensors, in the order in which they lie.
    const PARAMETERS: &'static [ParameterEntry] = &[];
    /// Number of trained elements. Leave it as it is.
    const PARAMETERS_LEN: usize = elements(Self::PARAMETERS);
    /// Tensors that training changes by other means than the optimizer, in the order in which they lie.
    const STATE: &'static [ParameterEntry] = &[];
    /// Number of their elements. Leave it as it is.
    const STATE_LEN: usize = elements(Self::STATE);
    /// Elements that forward saves for backward, for each sample.
    const SAVED: usize = 0;
    /// Elements of scratch that a call needs.
    const SCRATCH: usize = 0;
    /// Multiply-accumulates for one sample.
    const MACS: u64 = 0;
    /// Sums over the batch, in double precision, that [`settle`](Self::settle) reads.
    const SUMS: usize = 0;
    /// Numbers that [`settle`](Self::settle) and [`settle_backward`](Self::settle_backward) make of the batch. If there are
    /// any, the layer couples the samples of a batch.
    const STATISTICS: usize = 0;
    /// Sums over the batch that [`settle_backward`](Self::settle_backward) reads.
    const BACKWARD_SUMS: usize = 0;

    /// `output = f(input)` for one sample; fills `saved` (empty in inference).
    fn forward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        input: <Self::Input as Bundle>::Ref<'_>,
        output: <Self::Output as Bundle>::Mut<'_>,
        saved: &mut [f32],
    );

    /// Given the cotangent of the output, overwrites the cotangent of the input and *adds* to the gradients of the
    /// parameters.
    fn backward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        saved: &[f32],
        output_cotangent: <Self::Output as Bundle>::Ref<'_>,
        input_cotangent: <Self::Input as Bundle>::Mut<'_>,
        gradients: &mut [f32],
    );

    /// Adds what a sample of the batch contributes to `sums`.
    fn gather(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        input: <Self::Input as Bundle>::Ref<'_>,
        sums: &mut [f64],
    ) {
        let _ = (context, parameters, input, sums);
    }

    /// Makes statistics and the new state from what was gathered over `batch` samples.
    fn settle(&self, batch: usize, sums: Sums<'_>, statistics: &mut [f32], state: &mut [f32]) {
        let _ = (batch, sums, statistics, state);
    }

    /// Adds what a sample contributes to the sums that a coupled layer's backward needs.
    fn gather_backward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        saved: &[f32],
        output_cotangent: <Self::Output as Bundle>::Ref<'_>,
        sums: &mut [f64],
    ) {
        let _ = (context, parameters, saved, output_cotangent, sums);
    }

    /// Makes the statistics that a coupled layer's backward needs. Those of forward are still there.
    fn settle_backward(&self, batch: usize, sums: Sums<'_>, statistics: &mut [f32]) {
        let _ = (batch, sums, statistics);
    }
}

/// Elements of some tensors.
const fn elements(tensors: &[ParameterEntry]) -> usize {
    let mut len = 0;
    let mut tensor = 0;
    while tensor < tensors.len() {
        len += tensors[tensor].shape.len();
        tensor += 1;
    }
    len
}
