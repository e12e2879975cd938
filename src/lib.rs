//! Neural networks declared in Rust the way Keras declares them, cast by a macro into statically shaped structs.
//!
//! [`model!`] checks every dimension when the program is compiled, and generates fused forward and backward code over
//! a runtime of kernels. The README shows how it looks; `docs/architecture.md` how it works.
#![cfg_attr(not(feature = "std"), no_std)]

#[doc(hidden)]
pub use formwork_macros::{__include_weights_with, __model_with};
pub use formwork_macros::{include_weights, loss, model};
pub use formwork_runtime::*;

pub mod language;

/// What a program that declares and trains models usually needs.
pub mod prelude {
    pub use crate::clipping::{
        AdaptiveClipping, ClipByGlobalNorm, ClipByNorm, ClipByValue, DynamicClip,
    };
    pub use crate::deployed::{Deployed, DeployedModel, SelfTest};
    pub use crate::family::{Family, Member, Visitor};
    pub use crate::include_weights;
    pub use crate::model;
    pub use crate::model::Model;
    pub use crate::tensor::{Tensor0, Tensor1, Tensor2, Tensor3, Tensor4, Tensor5};

    pub use crate::loss;
    pub use crate::losses::{
        BinaryCrossentropy, BinaryFocalCrossentropy, CategoricalCrossentropy,
        CategoricalFocalCrossentropy, CategoricalHinge, CosineSimilarity, Dice, Hinge, Huber,
        KlDivergence, LogCosh, MeanAbsoluteError, MeanAbsolutePercentageError, MeanSquaredError,
        MeanSquaredLogarithmicError, Poisson, Reduced, Reduction, SparseCategoricalCrossentropy,
        SquaredHinge, Tversky, Weighted,
    };
    pub use crate::metrics::{
        Accuracy, Aggregation, Auc, Average, BinaryAccuracy, BinaryConfusionMatrix, BinaryIoU,
        CategoricalAccuracy, ConfusionMatrix, Curve, F1Score, FBetaScore, FalseNegatives,
        FalsePositives, IoU, MeanIoU, Named, OnOutput, OneHotIoU, OneHotMeanIoU, PerClass,
        Precision, PrecisionAtRecall, R2Score, Recall, RecallAtPrecision, RootMeanSquaredError,
        SensitivityAtSpecificity, SparseCategoricalAccuracy, SparseTopKCategoricalAccuracy,
        SpecificityAtSensitivity, Summation, TopKCategoricalAccuracy, TrueNegatives, TruePositives,
        WithWeights,
    };
    pub use crate::optimizers::schedules::{
        CosineDecay, CosineDecayRestarts, ExponentialDecay, InverseTimeDecay, LinearWarmUp,
        PiecewiseConstantDecay, PolynomialDecay, Schedule,
    };
    pub use crate::optimizers::{
        Adadelta, Adagrad, Adam, AdamW, Adamax, Averaging, Ftrl, Lamb, Lion, Nadam, OptimizerExt,
        Rmsprop, Sgd, WeightDecay,
    };

    #[cfg(feature = "std")]
    pub use crate::data::Dataset;
    #[cfg(feature = "std")]
    pub use crate::deployed::DeployedExt;
    #[cfg(feature = "std")]
    pub use crate::train::callbacks::{
        CsvLogger, EarlyStopping, GradientNorms, HistoryPlot, Hook, LearningRateScheduler,
        ModelCheckpoint, ReduceLROnPlateau, TensorBoard, TerminateOnNaN,
    };
    #[cfg(feature = "std")]
    pub use crate::train::{
        Callback, Checkpoint, Control, Fit, History, ModelExt, Predictor, Verbose,
    };
}

/// The examples of the page on the language.
#[cfg(doctest)]
#[doc = include_str!("../docs/language.md")]
struct LanguagePage;

/// The examples of the page on normalization.
#[cfg(doctest)]
#[doc = include_str!("../docs/normalization.md")]
struct NormalizationPage;

/// The examples of the page on training.
#[cfg(doctest)]
#[doc = include_str!("../docs/training.md")]
struct TrainingPage;
