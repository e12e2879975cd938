//! What callbacks learn from generated code.

use formwork::data::Dataset;
use formwork::prelude::*;
use formwork::tensor::Tensor;

model! {
    /// The layer `hot` overflows for inputs that aren't small.
    struct Overflowing {
        let x = Input(3);
        let first = Dense(4)(x);
        let second = Dense(4, activation = tanh)(first);
        let hot = Lambda(|a, b| exp(1000.0 * a) * b)(first, second);
        let last = Dense(2, activation = softmax)(hot);
        last
    }
}

#[test]
fn the_first_layer_whose_output_is_not_finite_is_named() {
    let mut model = Overflowing::init(1);
    model.trainable_mut().fill(1.0);
    let data = |value: f32| {
        Dataset::new(vec![Tensor([value; 3]); 8], vec![1u8; 8]).expect("as many of each")
    };
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    let mut watch = TerminateOnNaN::default();
    let fit = Fit {
        verbose: Verbose::Silent,
        callbacks: &mut [&mut watch],
        ..Fit::default()
    };
    training.fit(&data(1.0), fit).expect("data that fit");
    let reason = watch.reason().unwrap_or_default();
    assert!(
        reason.starts_with("epoch 1, batch 1: the output of `hot` isn't finite"),
        "{reason}"
    );
    assert_eq!(training.steps(), 0);
    assert!(training.model().trainable().iter().all(|&w| w == 1.0));
}
