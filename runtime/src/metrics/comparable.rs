//! Which metrics compare which outputs with which targets.

use super::{
    Accuracy, Auc, BinaryAccuracy, BinaryConfusionMatrix, BinaryIoU, CategoricalAccuracy,
    ConfusionMatrix, Equality, F1Score, FBetaScore, FalseNegatives, FalsePositives, IoU, Mean,
    MeanIoU, Metric, MetricFunction, OneHotIoU, OneHotMeanIoU, Precision, PrecisionAtRecall,
    R2Score, Recall, RecallAtPrecision, RootMeanSquaredError, SensitivityAtSpecificity,
    SparseCategoricalAccuracy, SparseTopKCategoricalAccuracy, SpecificityAtSensitivity, Sum,
    Thresholds, TopKCategoricalAccuracy, TrueNegatives, TruePositives,
};
use crate::losses::ClassIndex;
use crate::tensor::{Elements, Tensor, Tensor1, Tensor2};

/// One comparison: `[generics] [more generics] metric, output, target => value`.
macro_rules! comparison {
    ([$($generics:tt)*] [$($of:tt)*] $metric:ty, $output:ty, $target:ty => $value:ty) => {
        impl<$($generics)* $($of)*> Metric<$output, $target> for $metric {
            type Value = $value;

            fn function(&self) -> &dyn MetricFunction {
                self
            }
        }
    };
}

/// The comparisons of a metric: `[generics] output, target => value;`.
macro_rules! comparable {
    ($of:tt $metric:ty: $($generics:tt $output:ty, $target:ty => $value:ty;)*) => {$(
        comparison!($generics $of $metric, $output, $target => $value);
    )*};
}

/// Element by element, and class indices in place of one-hot vectors.
macro_rules! elements_or_classes {
    ($($of:tt $metric:ty => $value:ty;)*) => {$(
        comparable!($of $metric:
            [D: Elements,] Tensor<D>, Tensor<D> => $value;
            [] Tensor1<1>, f32 => $value;
            [] Tensor1<1>, bool => $value;
            [K: ClassIndex, const CLASSES: usize,] Tensor1<CLASSES>, K => $value;
            [K: ClassIndex, const STEPS: usize, const CLASSES: usize,] Tensor2<STEPS, CLASSES>, [K; STEPS] => $value;
        );
    )*};
}

elements_or_classes! {
    [] Accuracy => f32;
    [T: Thresholds] TruePositives<T> => T::Values;
    [T: Thresholds] FalsePositives<T> => T::Values;
    [T: Thresholds] TrueNegatives<T> => T::Values;
    [T: Thresholds] FalseNegatives<T> => T::Values;
    [T: Thresholds] Precision<T> => T::Values;
    [T: Thresholds] Recall<T> => T::Values;
    [] Auc => f32;
    [] SensitivityAtSpecificity => f32;
    [] SpecificityAtSensitivity => f32;
    [] PrecisionAtRecall => f32;
    [] RecallAtPrecision => f32;
    [] F1Score => f32;
    [] FBetaScore => f32;
    [] OneHotIoU => f32;
    [] OneHotMeanIoU => f32;
}

/// Element by element.
macro_rules! elements {
    ($($metric:ty),*) => {$(
        comparable!([] $metric:
            [D: Elements] Tensor<D>, Tensor<D> => f32;
            [] Tensor1<1>, f32 => f32;
            [] Tensor1<1>, bool => f32;
            [K: ClassIndex] Tensor1<1>, K => f32;
        );
    )*};
}

elements!(
    BinaryAccuracy,
    BinaryIoU,
    Equality,
    IoU,
    MeanIoU,
    R2Score,
    RootMeanSquaredError
);

/// One-hot targets.
macro_rules! one_hot {
    ($($metric:ty),*) => {$(
        comparable!([] $metric: [D: Elements] Tensor<D>, Tensor<D> => f32;);
    )*};
}

one_hot!(CategoricalAccuracy, TopKCategoricalAccuracy);

/// Class indices.
macro_rules! classes {
    ($($metric:ty),*) => {$(
        comparable!([] $metric:
            [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K => f32;
            [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS] => f32;
        );
    )*};
}

classes!(SparseCategoricalAccuracy, SparseTopKCategoricalAccuracy);

comparable!([] ConfusionMatrix:
    [const CLASSES: usize] Tensor1<CLASSES>, Tensor1<CLASSES> => Tensor2<CLASSES, CLASSES>;
    [K: ClassIndex, const CLASSES: usize] Tensor1<CLASSES>, K => Tensor2<CLASSES, CLASSES>;
    [K: ClassIndex, const STEPS: usize, const CLASSES: usize] Tensor2<STEPS, CLASSES>, [K; STEPS] => Tensor2<CLASSES, CLASSES>;
);

comparable!([] BinaryConfusionMatrix:
    [] Tensor1<1>, Tensor1<1> => Tensor2<2, 2>;
    [] Tensor1<1>, f32 => Tensor2<2, 2>;
    [] Tensor1<1>, bool => Tensor2<2, 2>;
    [K: ClassIndex] Tensor1<1>, K => Tensor2<2, 2>;
);

/// Whatever the targets are.
macro_rules! outputs {
    ($($metric:ty),*) => {$(
        comparable!([] $metric: [D: Elements, Target] Tensor<D>, Target => f32;);
    )*};
}

outputs!(Mean, Sum);
