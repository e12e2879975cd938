use super::linear::{INPUTS, Linear};
use super::samples;
use formwork_runtime::data::{Dataset, View};
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::Sgd;
use formwork_runtime::tensor::Tensor1;
use formwork_runtime::train::{Fit, FitError, ModelExt, Verbose};

type Options<'a> = Fit<'a, Tensor1<INPUTS>, u8>;

/// The error of a fit, which must not have changed the model.
fn error(data: View<'_, Tensor1<INPUTS>, u8>, fit: Options<'_>) -> FitError {
    let mut model = Linear::<{ usize::MAX }>::init(1);
    let before = model.trainable().to_vec();
    let mut training = model.compile(Sgd::default(), SparseCategoricalCrossentropy::default(), ());
    let error = training
        .fit(
            &data,
            Fit {
                verbose: Verbose::Silent,
                ..fit
            },
        )
        .unwrap_err();
    assert_eq!(training.steps(), 0);
    assert_eq!(model.trainable(), before);
    error
}

#[test]
fn data_that_cannot_be_trained_on_is_refused() {
    let data = samples(10);
    assert_eq!(
        error(data.take(0), Fit::default()),
        FitError::Empty("training")
    );
    assert_eq!(
        error(
            data.view(),
            Fit {
                batch_size: 0,
                ..Fit::default()
            }
        ),
        FitError::BatchSize
    );
    assert_eq!(
        error(
            data.view(),
            Fit {
                validation_split: 1.5,
                ..Fit::default()
            }
        ),
        FitError::ValidationFraction(1.5)
    );
    let split = error(
        data.take(1),
        Fit {
            validation_split: 0.5,
            ..Fit::default()
        },
    );
    assert_eq!(
        split.to_string(),
        "`validation_split = 0.5` of 1 samples leaves 0 for training and 1 for validation"
    );
    let empty = Some(data.take(0));
    assert_eq!(
        error(
            data.view(),
            Fit {
                validation_data: empty,
                ..Fit::default()
            }
        ),
        FitError::Empty("validation")
    );
}

#[test]
fn a_class_that_the_output_lacks_is_named() {
    let (inputs, mut labels) = samples(10).into_columns();
    labels[6] = 30;
    let data = Dataset::new(inputs, labels).unwrap();
    let text = "in the training set, sample 6 has the class 30, but the output `dense` has 30 classes, numbered from 0";
    assert_eq!(error(data.view(), Fit::default()).to_string(), text);
    let split = Fit {
        validation_split: 0.5,
        ..Fit::default()
    };
    let expected = FitError::Class {
        set: "validation",
        sample: 1,
        class: 30,
        output: "dense",
        classes: 30,
    };
    assert_eq!(error(data.view(), split), expected);
}

#[test]
fn a_loss_that_is_not_finite_is_no_error() {
    let (mut inputs, labels) = samples(10).into_columns();
    inputs[3][5] = f32::NAN;
    let data = Dataset::new(inputs, labels).unwrap();
    let mut model = Linear::<{ usize::MAX }>::init(1);
    let mut training = model.compile(Sgd::default(), SparseCategoricalCrossentropy::default(), ());
    let history = training
        .fit(
            &data,
            Fit {
                verbose: Verbose::Silent,
                ..Fit::default()
            },
        )
        .unwrap();
    assert!(history.get("loss").unwrap()[0].is_nan());
}
