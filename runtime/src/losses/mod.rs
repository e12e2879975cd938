//! Losses, with Keras 3's values: a value for each row along the last axis, and the mean over all rows of a batch
//! (Keras's `sum_over_batch_size`).

mod binary_crossentropy;
mod categorical_crossentropy;
mod combined;
mod comparable;
mod labels;
mod mean_squared_error;
mod sparse_categorical_crossentropy;

pub use binary_crossentropy::BinaryCrossentropy;
pub use categorical_crossentropy::CategoricalCrossentropy;
pub use combined::Weighted;
pub use labels::{ClassIndex, LabelColumn, Labels, Target};
pub use mean_squared_error::MeanSquaredError;
pub use sparse_categorical_crossentropy::SparseCategoricalCrossentropy;

use crate::model::Tail;

/// Keras's fuzz factor: probabilities are clipped to `EPSILON..=1 - EPSILON` before their logarithm is taken.
pub const EPSILON: f32 = 1e-7;

/// A loss that compares a model's `Output` with a `Target` for each sample.
///
/// Types that can't be compared don't compile: categorical cross-entropy wants a target of the output's own shape, the
/// sparse one a class index, and a model of several outputs a tuple of losses and a tuple of targets.
///
/// ```
/// use formwork_runtime::losses::{CategoricalCrossentropy, Loss, MeanSquaredError, SparseCategoricalCrossentropy};
/// use formwork_runtime::tensor::{Tensor1, Tensor2};
///
/// fn compares<Output, Target>(_loss: impl Loss<Output, Target>) {}
/// compares::<Tensor1<10>, Tensor1<10>>(CategoricalCrossentropy::default());
/// compares::<Tensor1<10>, u8>(SparseCategoricalCrossentropy::default());
/// compares::<Tensor2<5, 10>, [u16; 5]>(SparseCategoricalCrossentropy::default());
/// compares::<(Tensor1<10>, Tensor1<1>), (u8, f32)>((SparseCategoricalCrossentropy::default(), MeanSquaredError));
/// ```
/// ```compile_fail,E0277
/// # use formwork_runtime::losses::{Loss, SparseCategoricalCrossentropy};
/// # use formwork_runtime::tensor::Tensor1;
/// # fn compares<Output, Target>(_loss: impl Loss<Output, Target>) {}
/// compares::<Tensor1<10>, Tensor1<10>>(SparseCategoricalCrossentropy::default());
/// ```
/// ```compile_fail,E0277
/// # use formwork_runtime::losses::{Loss, MeanSquaredError};
/// # use formwork_runtime::tensor::Tensor1;
/// # fn compares<Output, Target>(_loss: impl Loss<Output, Target>) {}
/// compares::<Tensor1<2>, f32>(MeanSquaredError); // would broadcast to 2 × 2 in a library without static shapes
/// ```
#[diagnostic::on_unimplemented(
    message = "the loss `{Self}` can't compare an output `{Output}` with a target `{Target}`",
    label = "no such comparison",
    note = "`MeanSquaredError`, `BinaryCrossentropy` and `CategoricalCrossentropy` want targets of the output's own shape \
            (`to_categorical` makes them from class indices); for outputs `Tensor1<1>` the first two also take `f32`",
    note = "`SparseCategoricalCrossentropy` wants class indices: `u8`, `u16` or `u32` for an output `Tensor1<C>`, an array of \
            them for `Tensor2<STEPS, C>`",
    note = "a model of several outputs wants a tuple of losses and a tuple of targets, one for each output"
)]
pub trait Loss<Output, Target>: Send + Sync {
    /// The loss of one output and its weight in the total.
    fn term(&self, output: usize) -> Term<'_>;
}

/// The loss of one output.
#[derive(Clone, Copy)]
pub struct Term<'a> {
    /// The function.
    pub function: &'a dyn LossFunction,
    /// Its factor in the model's loss.
    pub weight: f32,
}

/// A loss on slices, without the types of outputs and targets.
pub trait LossFunction: Send + Sync {
    /// Whether it gives the cotangent of what enters the activation `tail`, instead of the output's.
    fn fuses(&self, tail: Tail) -> bool {
        let _ = tail;
        false
    }

    /// The sum of the values of all rows, in their order; and the gradient if the call asks for it.
    fn evaluate(&self, call: LossCall<'_>) -> f64;
}

/// The arguments of [`LossFunction::evaluate`].
#[derive(Debug)]
pub struct LossCall<'a> {
    /// Elements of a row: the output's last dimension.
    pub width: usize,
    /// `rows × width` predictions.
    pub predictions: &'a [f32],
    /// The labels of as many rows.
    pub labels: Labels<'a>,
    /// Asks for the gradient.
    pub gradient: Option<Gradient<'a>>,
}

/// Where the gradient of a loss goes.
#[derive(Debug)]
pub struct Gradient<'a> {
    /// Overwritten, `rows × width`.
    pub cotangent: &'a mut [f32],
    /// Factor of the gradient of each row's value: the term's weight divided by the number of rows of the batch.
    pub scale: f32,
    /// Take the derivative with respect to what enters the tail's activation.
    pub fused: bool,
}

/// What a loss sees of one row.
#[derive(Clone, Copy)]
struct Row<'a> {
    prediction: &'a [f32],
    label: RowLabel<'a>,
}

/// The label of one row.
#[derive(Clone, Copy)]
enum RowLabel<'a> {
    Values(&'a [f32]),
    Class(u32),
}

impl Row<'_> {
    /// Calls `element` with index, prediction and target of each element. A class stands for its one-hot vector; in a
    /// row of one element, for its number.
    #[inline(always)]
    fn each(self, mut element: impl FnMut(usize, f32, f32)) {
        match (self.label, self.prediction) {
            (RowLabel::Values(values), prediction) => {
                for (index, (&p, &t)) in prediction.iter().zip(values).enumerate() {
                    element(index, p, t);
                }
            }
            (RowLabel::Class(class), &[p]) => element(0, p, class as f32),
            (RowLabel::Class(class), prediction) => {
                for (index, &p) in prediction.iter().enumerate() {
                    element(index, p, if class as usize == index { 1.0 } else { 0.0 });
                }
            }
        }
    }
}

/// The gradient that is asked for in one row.
struct RowGradient<'a> {
    cotangent: &'a mut [f32],
    scale: f32,
    fused: bool,
}

/// Calls `row` on each row and adds up its values.
#[inline(always)]
fn sum_rows(
    call: LossCall<'_>,
    mut row: impl FnMut(Row<'_>, Option<RowGradient<'_>>) -> f64,
) -> f64 {
    let LossCall {
        width,
        predictions,
        labels,
        gradient,
    } = call;
    let (mut cotangents, scale, fused) = match gradient {
        Some(gradient) => (
            Some(gradient.cotangent.chunks_exact_mut(width)),
            gradient.scale,
            gradient.fused,
        ),
        None => (None, 0.0, false),
    };
    let mut sum = 0.0;
    for (index, prediction) in predictions.chunks_exact(width).enumerate() {
        let label = match labels {
            Labels::Values(values) => RowLabel::Values(&values[index * width..][..width]),
            Labels::Classes(classes) => RowLabel::Class(classes[index]),
        };
        let cotangent = cotangents.as_mut().and_then(Iterator::next);
        let gradient = cotangent.map(|cotangent| RowGradient {
            cotangent,
            scale,
            fused,
        });
        sum += row(Row { prediction, label }, gradient);
    }
    sum
}

#[cfg(test)]
mod tests;
