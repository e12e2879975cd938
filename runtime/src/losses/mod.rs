//! Losses, with Keras 3's values: a value for each row along the last axis, and the mean over all rows of a batch
//! (Keras's `sum_over_batch_size`).

mod binary_crossentropy;
mod binary_focal_crossentropy;
mod categorical_crossentropy;
mod categorical_focal_crossentropy;
mod combined;
mod comparable;
mod cosine_similarity;
mod elementwise;
mod function;
mod hinge;
mod huber;
mod kl_divergence;
mod labels;
mod log_cosh;
mod mean_absolute_error;
mod mean_absolute_percentage_error;
mod mean_squared_error;
mod mean_squared_logarithmic_error;
pub(crate) mod overlap;
mod poisson;
mod rows;
mod sparse_categorical_crossentropy;

pub use binary_crossentropy::BinaryCrossentropy;
pub use binary_focal_crossentropy::BinaryFocalCrossentropy;
pub use categorical_crossentropy::CategoricalCrossentropy;
pub use categorical_focal_crossentropy::CategoricalFocalCrossentropy;
pub use combined::{Reduced, Reduction, Weighted};
pub use cosine_similarity::{CosineSimilarity, CosineSimilarity as CosineProximity};
pub use elementwise::{mean_of_elements, sum_of_elements};
pub use function::{Gradient, LossCall, LossFunction, Misfit, Totals};
pub use hinge::{CategoricalHinge, Hinge, SquaredHinge};
pub use huber::Huber;
pub use kl_divergence::{
    KlDivergence, KlDivergence as KullbackLeiblerDivergence, KlDivergence as Kld,
};
pub(crate) use labels::position_of_largest;
pub use labels::{ClassIndex, LabelColumn, Labels, Target};
pub use log_cosh::LogCosh;
pub use mean_absolute_error::{MeanAbsoluteError, MeanAbsoluteError as Mae};
pub use mean_absolute_percentage_error::{
    MeanAbsolutePercentageError, MeanAbsolutePercentageError as Mape,
};
pub use mean_squared_error::{MeanSquaredError, MeanSquaredError as Mse};
pub use mean_squared_logarithmic_error::{
    MeanSquaredLogarithmicError, MeanSquaredLogarithmicError as Msle,
};
pub use overlap::{Dice, Over, Tversky};
pub use poisson::Poisson;
pub use sparse_categorical_crossentropy::SparseCategoricalCrossentropy;

use crate::kernels::math;
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
    note = "most losses want targets of the output's own shape (`to_categorical` makes them from class indices); for outputs \
            `Tensor1<1>` those that work on single elements, such as `MeanSquaredError` and `BinaryCrossentropy`, also take `f32`",
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

/// `x^exponent` for x from 0 on, without a pole at 0.
fn power(x: f32, exponent: f32) -> f32 {
    if exponent == 0.0 {
        1.0
    } else if exponent == 1.0 {
        x
    } else if exponent == 2.0 {
        x * x
    } else {
        math::exp(exponent * math::ln(x.max(f32::MIN_POSITIVE)))
    }
}

#[cfg(test)]
mod tests;
