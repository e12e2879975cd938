use super::linear::{CLASSES, INPUTS, Linear};
use super::samples;
use formwork_runtime::data::{Batch, Data, Position, SourceError, from_fn};
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::metrics::Accuracy;
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::{Adam, Sgd};
use formwork_runtime::train::{Fit, FitError, History, ModelExt, Verbose};

const WHOLE: usize = usize::MAX;

fn quiet<'a, D: Data>(_data: &D) -> Fit<'a, D::Input, D::Targets> {
    Fit {
        verbose: Verbose::Silent,
        ..Fit::default()
    }
}

#[test]
fn one_step_follows_the_formula() {
    let data = samples(10);
    let mut model = Linear::<WHOLE>::init(5);
    let before: Vec<f64> = model.trainable().iter().map(|&w| w.into()).collect();
    let mut training = model.compile(
        Sgd {
            learning_rate: 0.5,
            ..Sgd::default()
        },
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let result = training.train_on_batch(&data).unwrap();
    assert_eq!(training.steps(), 1);

    let (mut after, mut loss, mut right) = (before.clone(), 0.0, 0.0);
    for (input, &label) in data.inputs().iter().zip(data.targets()) {
        let logit = |class: usize| {
            let products = input
                .iter()
                .enumerate()
                .map(|(index, &x)| f64::from(x) * before[index * CLASSES + class]);
            products.sum::<f64>() + before[INPUTS * CLASSES + class]
        };
        let logits: Vec<f64> = (0..CLASSES).map(logit).collect();
        let total: f64 = logits.iter().map(|z| z.exp()).sum();
        let largest = (0..CLASSES)
            .max_by(|&a, &b| logits[a].total_cmp(&logits[b]))
            .unwrap();
        right += if largest == usize::from(label) {
            0.1
        } else {
            0.0
        };
        loss -= 0.1 * (logits[usize::from(label)].exp() / total).ln();
        for (class, z) in logits.iter().enumerate() {
            let difference = z.exp() / total
                - if class == usize::from(label) {
                    1.0
                } else {
                    0.0
                };
            for (index, &x) in input.iter().enumerate() {
                after[index * CLASSES + class] -= 0.5 * f64::from(x) * difference / 10.0;
            }
            after[INPUTS * CLASSES + class] -= 0.5 * difference / 10.0;
        }
    }
    assert!(
        (f64::from(result.loss) - loss).abs() < 1e-5,
        "{} instead of {loss}",
        result.loss
    );
    assert!((f64::from(result.metrics.0) - right).abs() < 1e-6);
    for (found, expected) in model.trainable().iter().zip(after) {
        assert!(
            (f64::from(*found) - expected).abs() < 1e-6,
            "{found} instead of {expected}"
        );
    }
}

#[test]
fn a_batch_processed_in_parts_gives_the_same_step() {
    let data = samples(10);
    let mut whole = Linear::<WHOLE>::init(5);
    let mut parts = Linear::<4>::init(5);
    let loss = SparseCategoricalCrossentropy::default();
    let first = whole
        .compile(Sgd::default(), loss, (Accuracy,))
        .train_on_batch(&data)
        .unwrap();
    let second = parts
        .compile(Sgd::default(), loss, (Accuracy,))
        .train_on_batch(&data)
        .unwrap();
    assert!((first.loss - second.loss).abs() < 1e-6);
    assert_eq!(first.metrics, second.metrics);
    for (a, b) in whole.trainable().iter().zip(parts.trainable()) {
        assert!((a - b).abs() < 1e-7);
    }
}

#[test]
fn fitting_learns_and_reports() {
    let data = samples(300);
    let mut model = Linear::<WHOLE>::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs: 12,
        validation_split: 0.2,
        ..quiet(&data)
    };
    let history = training.fit(&data, fit).unwrap();
    assert_eq!(
        history.keys().collect::<Vec<_>>(),
        ["loss", "accuracy", "val_loss", "val_accuracy"]
    );
    assert_eq!(history.epochs(), 12);
    assert_eq!(
        training.steps(),
        12 * 8,
        "240 samples in batches of 32, the last of 16"
    );
    let accuracy = history.get("val_accuracy").unwrap();
    assert!(
        accuracy[11] > 0.95 && accuracy[11] > accuracy[0],
        "{history}"
    );

    let (_, validation) = data.split(240);
    let evaluation = training.evaluate(&validation).unwrap();
    assert_eq!(evaluation.loss, history.get("val_loss").unwrap()[11]);
    assert_eq!(evaluation.metrics.0, accuracy[11]);
}

#[test]
fn the_reported_loss_is_the_mean_over_samples() {
    let data = samples(10);
    let mut model = Linear::<WHOLE>::init(1);
    let still = Sgd {
        learning_rate: 0.0,
        ..Sgd::default()
    };
    let mut training = model.compile(still, SparseCategoricalCrossentropy::default(), (Accuracy,));
    let history = training
        .fit(
            &data,
            Fit {
                batch_size: 4,
                ..quiet(&data)
            },
        )
        .unwrap();
    let evaluation = training.evaluate(&data).unwrap();
    assert!(
        (history.get("loss").unwrap()[0] - evaluation.loss).abs() < 1e-6,
        "the last batch of 2 counts as 2 samples"
    );
    assert_eq!(history.get("accuracy").unwrap()[0], evaluation.metrics.0);
}

#[test]
fn evaluation_goes_on_where_its_first_part_ends() {
    let data = samples(600);
    let mut model = Linear::<WHOLE>::init(1);
    let mut training = model.compile(
        Sgd::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let whole = training.evaluate(&data).unwrap();
    let (low, high) = data.split(200);
    let (low, high) = (
        training.evaluate(&low).unwrap(),
        training.evaluate(&high).unwrap(),
    );
    assert!((whole.loss - (low.loss + 2.0 * high.loss) / 3.0).abs() < 1e-5);
    assert!((whole.metrics.0 - (low.metrics.0 + 2.0 * high.metrics.0) / 3.0).abs() < 1e-6);
}

/// The parameters' bits and the history after two epochs.
fn trained(fit: Fit<'_, formwork_runtime::tensor::Tensor1<INPUTS>, u8>) -> (Vec<u32>, History) {
    let data = samples(150);
    let mut model = Linear::<WHOLE>::init(3);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs: 2,
        batch_size: 40,
        validation_split: 0.1,
        verbose: Verbose::Silent,
        ..fit
    };
    let history = training.fit(&data, fit).unwrap();
    (
        model.trainable().iter().map(|w| w.to_bits()).collect(),
        history,
    )
}

#[test]
fn the_same_seed_gives_the_same_bits_on_any_number_of_threads() {
    let alone = trained(Fit {
        threads: 1,
        ..Fit::default()
    });
    for threads in [2, 3, 8] {
        assert!(
            trained(Fit {
                threads,
                ..Fit::default()
            }) == alone,
            "{threads} threads"
        );
    }
}

#[test]
fn seed_and_shuffling_decide_the_order() {
    let first = trained(Fit {
        threads: 1,
        ..Fit::default()
    });
    let other = trained(Fit {
        threads: 1,
        seed: 1,
        ..Fit::default()
    });
    let in_order = trained(Fit {
        threads: 1,
        shuffle: false,
        ..Fit::default()
    });
    assert_ne!(first.0, other.0);
    assert_ne!(first.0, in_order.0);
    assert_eq!(
        in_order,
        trained(Fit {
            threads: 1,
            seed: 1,
            shuffle: false,
            ..Fit::default()
        }),
        "nothing else is random here"
    );
}

#[test]
fn a_second_fit_goes_on() {
    let data = samples(60);
    let run = |epochs: &[usize]| {
        let mut model = Linear::<WHOLE>::init(3);
        let mut training = model.compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (),
        );
        for &epochs in epochs {
            training
                .fit(
                    &data,
                    Fit {
                        epochs,
                        ..quiet(&data)
                    },
                )
                .unwrap();
        }
        model.trainable().to_vec()
    };
    assert_eq!(run(&[3]), run(&[1, 2]));
}

#[test]
fn a_source_trains_as_the_same_data_in_memory() {
    let data = samples(45);
    let compiled = |model: &mut Linear<WHOLE>, source: bool| {
        let mut training = model.compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        let fit = Fit {
            epochs: 3,
            batch_size: 10,
            shuffle: false,
            validation_data: Some(data.view()),
            ..quiet(&data)
        };
        if !source {
            return training.fit(&data, fit).unwrap();
        }
        let mut source = from_fn(10, |at: Position, batch: &mut Batch<_, u8>| {
            let first = 10 * at.batch;
            let count = data.len().saturating_sub(first).min(10);
            batch.resize(count);
            for place in 0..count {
                batch.copy(place, data.inputs(), data.targets(), first + place);
            }
            Ok(count > 0)
        });
        training.fit_source(&mut source, fit).unwrap()
    };
    let (mut one, mut other) = (Linear::init(5), Linear::init(5));
    assert_eq!(compiled(&mut one, false), compiled(&mut other, true));
    assert_eq!(one.trainable(), other.trainable());
}

#[test]
fn a_source_that_fails_is_named() {
    let data = samples(10);
    let mut model = Linear::<WHOLE>::init(5);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    let mut source = from_fn(10, |at: Position, batch: &mut Batch<_, u8>| {
        batch.resize(1);
        match at.batch {
            0 => Ok(true),
            _ => Err(SourceError::new("the disk is gone")),
        }
    });
    let error = training.fit_source(&mut source, quiet(&data)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "batch 1 of epoch 0, both from 0, couldn't be made: the disk is gone"
    );
    let split = Fit {
        validation_split: 0.5,
        ..quiet(&data)
    };
    let error = training.fit_source(&mut source, split).unwrap_err();
    assert_eq!(error, FitError::SplitOfSource);
    let mut none = from_fn(10, |_, _: &mut Batch<_, u8>| Ok(false));
    let error = training.fit_source(&mut none, quiet(&data)).unwrap_err();
    assert_eq!(error, FitError::Empty("training"));
}
