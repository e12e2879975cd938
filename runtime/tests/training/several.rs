use super::linear::Twins;
use formwork_runtime::data::Dataset;
use formwork_runtime::losses::{MeanSquaredError, SparseCategoricalCrossentropy, Weighted};
use formwork_runtime::metrics::{Accuracy, OnOutput};
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::Sgd;
use formwork_runtime::tensor::{Tensor1, Tensor2};
use formwork_runtime::train::{Fit, ModelExt, Verbose};

#[test]
fn losses_and_metrics_belong_to_their_outputs() {
    let inputs = (
        vec![Tensor1::from([1.0, 0.0]), Tensor1::from([0.0, 1.0])],
        vec![Tensor1::from([1.0]), Tensor1::from([-2.0])],
    );
    let targets = (
        vec![1u8, 0],
        vec![
            Tensor2::from([[2.0], [0.0]]),
            Tensor2::from([[-4.0], [0.0]]),
        ],
    );
    let data = Dataset::new(inputs, targets).unwrap();
    let mut model = Twins::init(0);
    // Classes are equally likely; the values are 1 and 0 for the first sample, −2 and 0 for the second.
    model.trainable_mut().copy_from_slice(&[
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0,
    ]);
    let loss = (
        SparseCategoricalCrossentropy::default(),
        Weighted(MeanSquaredError, 0.5),
    );
    let metrics = (
        OnOutput::<1, _>(MeanSquaredError),
        OnOutput::<0, _>(Accuracy),
    );
    let mut training = model.compile(
        Sgd {
            learning_rate: 0.1,
            ..Sgd::default()
        },
        loss,
        metrics,
    );
    let history = training
        .fit(
            &data,
            Fit {
                shuffle: false,
                verbose: Verbose::Silent,
                ..Fit::default()
            },
        )
        .unwrap();
    let keys: Vec<&str> = history.keys().collect();
    assert_eq!(
        keys,
        [
            "loss",
            "class_loss",
            "value_loss",
            "value_mean_squared_error",
            "class_accuracy"
        ]
    );
    let first = |key| history.get(key).unwrap()[0];
    let (class, value) = (3.0f32.ln(), 5.0 / 4.0);
    assert!((first("class_loss") - class).abs() < 1e-6);
    assert!((first("value_loss") - value).abs() < 1e-6);
    assert!((first("loss") - (class + 0.5 * value)).abs() < 1e-6);
    assert!((first("value_mean_squared_error") - value).abs() < 1e-6);
    assert_eq!(first("class_accuracy"), 0.5);

    // One step of 0.1: for the classes (p − t) / 2; for the values 0.5 · 2 (z − t) x / 4, with z − t = −1 and 2.
    let expected = [
        [
            -0.1 / 6.0,
            0.1 / 3.0,
            -0.1 / 6.0,
            0.1 / 3.0,
            -0.1 / 6.0,
            -0.1 / 6.0,
        ]
        .as_slice(),
        &[0.1 / 6.0, 0.1 / 6.0, -0.1 / 3.0],
        &[1.0 + 0.1 * 5.0 / 4.0, 0.0, -0.1 / 4.0, 0.0],
    ]
    .concat();
    let evaluation = training.evaluate(&data).unwrap();
    assert_eq!(evaluation.metrics.1, 1.0);
    assert!(evaluation.metrics.0 < value);
    for (index, (found, expected)) in model.trainable().iter().zip(expected).enumerate() {
        assert!(
            (found - expected).abs() < 1e-6,
            "parameter {index}: {found} instead of {expected}"
        );
    }
}
