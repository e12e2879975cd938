//! Which losses compare which outputs with which targets.

use super::{
    BinaryCrossentropy, CategoricalCrossentropy, ClassIndex, Loss, MeanSquaredError,
    SparseCategoricalCrossentropy, Term,
};
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

comparable!(MeanSquaredError:
    [D: Elements] Tensor<D>, Tensor<D>;
    [] Tensor1<1>, f32;
    [] Tensor1<1>, bool;
    [K: ClassIndex] Tensor1<1>, K;
);

comparable!(BinaryCrossentropy:
    [D: Elements] Tensor<D>, Tensor<D>;
    [] Tensor1<1>, f32;
    [] Tensor1<1>, bool;
    [K: ClassIndex] Tensor1<1>, K;
);

comparable!(CategoricalCrossentropy:
    [D: Elements] Tensor<D>, Tensor<D>;
);

comparable!(SparseCategoricalCrossentropy:
    [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K;
    [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS];
);
