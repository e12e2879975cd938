//! How many kernel calls a step takes: what fusion is worth.

mod common;

use common::run::step;
use formwork::kernels::calls::{Counts, counts, reset};
use formwork::kernels::team::Team;
use formwork::model::Model;
use formwork::{model, plain};
use std::sync::Mutex;

/// The counters are the process's.
static COUNTING: Mutex<()> = Mutex::new(());

model! {
    /// Dense, bias, relu and dropout as four layers.
    pub struct Fused {
        Input(20),
        Dense(16),
        Activation(relu),
        Dropout(0.3),
        Dense(4, activation = softmax),
    }

    /// The same without the pass.
    #[model(without(fuse))]
    pub struct Unfused {
        Input(20),
        Dense(16),
        Activation(relu),
        Dropout(0.3),
        Dense(4, activation = softmax),
    }

    /// A residual block: the addition and the relu belong to the second convolution.
    pub struct Residual {
        let x = Input(6, 6, 4);
        let y = Conv2D(4, 3, padding = same, activation = relu)(x);
        let y = Conv2D(4, 3, padding = same)(y);
        Activation(relu)(y + x)
    }
}

model! {
    /// A filter response normalization takes the threshold behind it along.
    pub struct Thresholded {
        Input(6, 6, 4),
        Conv2D(4, 3),
        FRN(),
        TLU(),
    }

    /// Convolutions, dense layers and batch normalization take one along too.
    pub struct ThresholdedProducts {
        Input(6, 6, 4),
        Conv2D(4, 3),
        TLU(),
        Conv2D(4, 3, use_bias = false),
        BatchNormalization(),
        TLU(),
        Flatten(),
        Dense(5),
        TLU(affine = true),
    }
}

/// The calls of one step of five samples on one thread.
fn calls<M: Model>() -> Counts {
    let _counting = COUNTING
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    let mut model = plain::zeroed_box::<M>();
    let inputs: Vec<f32> = vec![0.5; 5 * M::INPUTS[0].shape.len()];
    let cotangents = vec![vec![0.25; 5 * M::OUTPUTS[0].shape.len()]];
    reset();
    step(
        &mut *model,
        &Team::alone(),
        5,
        &[&inputs],
        cotangents,
        false,
    );
    counts()
}

/// What the pass is worth: one forward call for dense, bias, relu and dropout, one for the head.
fn is_fused<M: Model>() -> bool {
    let counts = calls::<M>();
    (counts.forward, counts.backward, counts.weight_gradient) == (2, 2, 2)
}

#[test]
fn dense_bias_relu_and_dropout_are_one_call() {
    assert!(is_fused::<Fused>(), "{:?}", calls::<Fused>());
}

#[test]
fn without_fusion_they_are_three() {
    assert!(!is_fused::<Unfused>());
    let counts = calls::<Unfused>();
    assert_eq!(
        (counts.forward, counts.backward, counts.weight_gradient),
        (4, 4, 2)
    );
}

#[test]
fn a_residual_and_its_relu_belong_to_the_convolution() {
    // Five samples are in five shards, so each call happens five times.
    let counts = calls::<Residual>();
    assert_eq!(
        (counts.forward, counts.backward, counts.weight_gradient),
        (2 * 5, 2 * 5, 0)
    );
}

#[test]
fn a_threshold_belongs_to_the_normalization() {
    let counts = calls::<Thresholded>();
    assert_eq!(
        (counts.forward, counts.backward, counts.weight_gradient),
        (2 * 5, 2 * 5, 0)
    );
}

#[test]
fn a_threshold_belongs_to_what_is_before_it() {
    let counts = calls::<ThresholdedProducts>();
    assert_eq!((counts.forward, counts.backward), (4 * 5, 4 * 5));
}
