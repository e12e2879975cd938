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

use crate::inference::{self, Inference};
use crate::init::Initializer;
use crate::kernels::calls::{Call, count};
use crate::operation::{Backward, Forward, InputCotangent, Mode, Operation};
use crate::plain::{self, Plain};
use crate::random::Random;
use core::marker::PhantomData;
use formwork_shape_rules::Shape;

/// A trained tensor of a user's layer.
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
    /// The source of random numbers of this step: use [`Random::uniform`] with the sample's index.
    pub random: Random,
    /// [`Layer::SCRATCH`] elements of unspecified contents.
    pub scratch: &'a mut [f32],
}

/// A layer of the user's own.
///
/// It is written for one sample; the generated code calls it for each sample of a tile, from several threads. It is a
/// barrier to fusion, and it doesn't couple the samples of a batch. Backward sees nothing of forward but what forward
/// put into `saved`.
///
/// The value that stands in the declaration must be a constant expression: `my::Swish { beta: 1.5 }`.
pub trait Layer: Sync + 'static {
    /// The tensor that it reads, such as `Tensor1<64>`.
    type Input: Plain;
    /// The tensor that it makes. The type written in the declaration must be this one.
    type Output: Plain;

    /// The trained tensors, in the order in which they lie.
    const PARAMETERS: &'static [ParameterEntry] = &[];
    /// Number of trained elements. Leave it as it is.
    const PARAMETERS_LEN: usize = parameters_len(Self::PARAMETERS);
    /// Elements that forward saves for backward, for each sample.
    const SAVED: usize = 0;
    /// Elements of scratch that a call needs.
    const SCRATCH: usize = 0;
    /// Multiply-accumulates for one sample.
    const MACS: u64 = 0;

    /// `output = f(input)` for one sample; fills `saved` (empty in inference).
    fn forward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        input: &Self::Input,
        output: &mut Self::Output,
        saved: &mut [f32],
    );

    /// Given the cotangent of the output, overwrites the cotangent of the input and *adds* to the gradients of the
    /// parameters.
    fn backward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        saved: &[f32],
        output_cotangent: &Self::Output,
        input_cotangent: &mut Self::Input,
        gradients: &mut [f32],
    );
}

/// Elements of some tensors.
const fn parameters_len(parameters: &[ParameterEntry]) -> usize {
    let mut len = 0;
    let mut tensor = 0;
    while tensor < parameters.len() {
        len += parameters[tensor].shape.len();
        tensor += 1;
    }
    len
}

/// A user's layer as an operation of the plan.
#[derive(Clone, Copy, Debug)]
pub struct UserLayer<L>(pub L);

impl<L: Layer> UserLayer<L> {
    const INPUT: usize = plain::elements::<L::Input>();
    const OUTPUT: usize = plain::elements::<L::Output>();

    /// Its own scratch, room for a cotangent that is to be added or that nobody wants, and for gradients of a frozen
    /// layer.
    pub const SCRATCH: usize = L::SCRATCH + Self::INPUT + L::PARAMETERS_LEN;
}

/// The sample's part of a buffer.
fn part(values: &[f32], sample: usize, width: usize) -> &[f32] {
    &values[sample * width..(sample + 1) * width]
}

/// The sample's part of a buffer, to be written.
fn part_mut(values: &mut [f32], sample: usize, width: usize) -> &mut [f32] {
    &mut values[sample * width..(sample + 1) * width]
}

/// `elements` as one `T`; the lengths were made from `T`.
fn typed<T: Plain>(elements: &[f32], _: PhantomData<T>) -> &T {
    match plain::one(elements) {
        Some(value) => value,
        None => unreachable!("a slice of another length than its type"),
    }
}

fn typed_mut<T: Plain>(elements: &mut [f32]) -> &mut T {
    match plain::one_mut(elements) {
        Some(value) => value,
        None => unreachable!("a slice of another length than its type"),
    }
}

impl<L: Layer> Operation for UserLayer<L> {
    fn forward(&self, call: Forward<'_, '_>) {
        count(Call::Forward);
        let Forward {
            mode,
            samples,
            first_sample,
            inputs,
            outputs,
            parameters,
            saved,
            scratch,
            random,
            ..
        } = call;
        for sample in 0..samples {
            let context = Context {
                mode,
                sample: first_sample + sample,
                random,
                scratch: &mut scratch[..L::SCRATCH],
            };
            let saved = match saved.first_mut() {
                Some(saved) => part_mut(saved, sample, L::SAVED),
                None => &mut [],
            };
            self.0.forward(
                context,
                parameters,
                typed(part(inputs[0], sample, Self::INPUT), PhantomData),
                typed_mut(part_mut(outputs[0], sample, Self::OUTPUT)),
                saved,
            );
        }
    }

    fn backward(&self, call: Backward<'_, '_>) {
        count(Call::Backward);
        let Backward {
            samples,
            first_sample,
            saved,
            output_cotangents,
            input_cotangents,
            parameters,
            mut gradients,
            scratch,
            random,
            ..
        } = call;
        let (own, scratch) = scratch.split_at_mut(L::SCRATCH);
        let (unwanted, ignored) = scratch.split_at_mut(Self::INPUT);
        for sample in 0..samples {
            let context = Context {
                mode: Mode::Training,
                sample: first_sample + sample,
                random,
                scratch: &mut *own,
            };
            let saved = match saved.first_mut() {
                Some(saved) => part(saved, sample, L::SAVED),
                None => &[],
            };
            let target = match &mut input_cotangents[0] {
                InputCotangent::Write(target) => part_mut(target, sample, Self::INPUT),
                _ => &mut *unwanted,
            };
            let gradients = match &mut gradients {
                Some(gradients) => &mut **gradients,
                None => &mut ignored[..L::PARAMETERS_LEN],
            };
            self.0.backward(
                context,
                parameters,
                saved,
                typed(
                    part(output_cotangents[0], sample, Self::OUTPUT),
                    PhantomData,
                ),
                typed_mut(target),
                gradients,
            );
            if let InputCotangent::Add(target) = &mut input_cotangents[0] {
                for (sum, value) in part_mut(target, sample, Self::INPUT)
                    .iter_mut()
                    .zip(&*unwanted)
                {
                    *sum += value;
                }
            }
        }
    }
}

/// Calls [`Layer::forward`], which may panic if it is written so.
impl<L: Layer> Inference for UserLayer<L> {
    #[inline(always)]
    fn infer(&self, call: inference::Call<'_, '_>) {
        let ([input], [output], Some(scratch)) = (
            call.inputs,
            call.outputs,
            call.scratch.get_mut(..L::SCRATCH),
        ) else {
            return;
        };
        let (Some(input), Some(output)) = (plain::one(input), plain::one_mut(output)) else {
            return;
        };
        let context = Context {
            mode: Mode::Inference,
            sample: 0,
            random: Random { seed: 0, step: 0 },
            scratch,
        };
        self.0
            .forward(context, call.parameters, input, output, &mut []);
    }
}
