//! Which losses compare which outputs with which targets.

use super::*;
use crate::tensor::{Elements, Tensor, Tensor1, Tensor2};

macro_rules! comparable {
    ($loss:ty: $([$($generics:tt)*] $output:ty, $target:ty;)*) => {$(
        impl<$($generics)*> Loss<$output, $target> for $loss {
            fn term(&self, _output: usize) -> Term<'_> {
                Term::of(self)
            }
        }
    )*};
}

/// Losses of single elements.
macro_rules! elementwise {
    ($($loss:ty),* $(,)?) => {$(
        comparable!($loss:
            [D: Elements] Tensor<D>, Tensor<D>;
            [] Tensor1<1>, f32;
            [] Tensor1<1>, bool;
            [K: ClassIndex] Tensor1<1>, K;
        );
    )*};
}

/// Losses that see the elements of a row together.
macro_rules! rowwise {
    ($($loss:ty),* $(,)?) => {$(
        comparable!($loss:
            [D: Elements] Tensor<D>, Tensor<D>;
        );
    )*};
}

elementwise!(
    BinaryCrossentropy,
    BinaryFocalCrossentropy,
    Hinge,
    Huber,
    LogCosh,
    MeanAbsoluteError,
    MeanAbsolutePercentageError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    Poisson,
    SquaredHinge,
);

rowwise!(
    CategoricalCrossentropy,
    CategoricalFocalCrossentropy,
    CategoricalHinge,
    CosineSimilarity,
    Dice,
    KlDivergence,
    Tversky,
);

comparable!(SparseCategoricalCrossentropy:
    [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K;
    [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS];
);
