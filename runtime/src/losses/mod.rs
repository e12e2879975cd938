//! Losses, with Keras 3's values: a value for each row along the last axis, and the mean over all rows of a batch
//! (Keras's `sum_over_batch_size`).

mod binary_crossentropy;
mod categorical_crossentropy;
mod combined;
mod comparable;
mod function;
mod labels;
mod mean_squared_error;
mod rows;
mod sparse_categorical_crossentropy;

pub use binary_crossentropy::BinaryCrossentropy;
pub use categorical_crossentropy::CategoricalCrossentropy;
pub use combined::{Reduced, Reduction, Weighted};
pub use function::{Gradient, LossCall, LossFunction, Totals};
pub(crate) use labels::position_of_largest;
pub use labels::{ClassIndex, LabelColumn, Labels, Target};
pub use mean_squared_error::MeanSquaredError;
pub use sparse_categorical_crossentropy::SparseCategoricalCrossentropy;

use rows::{Row, RowGradient, sum_rows};

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
    /// How its values become one number.
    pub reduction: Reduction,
}

impl<'a> Term<'a> {
    /// A loss with factor 1 and Keras's default reduction.
    pub fn of(function: &'a dyn LossFunction) -> Term<'a> {
        Term {
            function,
            weight: 1.0,
            reduction: Reduction::default(),
        }
    }
}

#[cfg(test)]
mod tests;
