//! What callbacks see and do.

use super::events::{Event, events};
use super::linear::{INPUTS, Linear};
use super::samples;
use formwork_runtime::data::Dataset;
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::metrics::Accuracy;
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::{Adam, OptimizerExt, Sgd};
use formwork_runtime::tensor::Tensor1;
use formwork_runtime::train::callbacks::{
    CallbackError, Control, CsvLogger, EarlyStopping, GradientNorms, HistoryPlot, Hook,
    LearningRateScheduler, ModelCheckpoint, ReduceLROnPlateau, TensorBoard, TerminateOnNaN,
};
use formwork_runtime::train::{Callback, Fit, FitError, History, ModelExt, Verbose};
use std::fs;

type Small = Linear<{ usize::MAX }>;

fn fit<'a>(epochs: usize) -> Fit<'a, Tensor1<INPUTS>, u8> {
    Fit {
        epochs,
        batch_size: 8,
        threads: 1,
        verbose: Verbose::Silent,
        ..Fit::default()
    }
}

fn trained(model: &mut Small, fit: Fit<'_, Tensor1<INPUTS>, u8>) -> Result<History, FitError> {
    model
        .compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        )
        .fit(&samples(40), fit)
}

/// Puts chosen numbers in the place of the watched value.
fn feign<'n>(numbers: &'n [f32]) -> impl Callback + 'n {
    Hook::epoch_end(|control| {
        let number = numbers[control.epoch()];
        control.record("score", number);
        Ok(())
    })
}

#[test]
fn moments_come_in_their_order() {
    struct Diary(Vec<String>);
    impl Callback for Diary {
        fn train_begin(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            self.0.push(format!("train {}", c.epochs()));
            Ok(())
        }
        fn epoch_begin(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            self.0.push(format!("epoch {}", c.epoch()));
            Ok(())
        }
        fn batch_begin(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            self.0
                .push(format!("batch {} of {:?}", c.batch(), c.batches()));
            Ok(())
        }
        fn batch_end(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            assert!(c.value("loss").is_some() && c.value("val_loss").is_none());
            self.0.push(format!("step {}", c.steps()));
            Ok(())
        }
        fn epoch_end(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            let keys: Vec<&str> = c.values().iter().map(|(key, _)| key.as_str()).collect();
            self.0.push(keys.join(" "));
            assert_eq!(c.history().epochs(), c.epoch());
            Ok(())
        }
        fn train_end(&mut self, c: &mut Control<'_>) -> Result<(), CallbackError> {
            self.0.push(format!("end {}", c.history().epochs()));
            Ok(())
        }
    }
    let mut diary = Diary(vec![]);
    assert_eq!(diary.name(), "Diary");
    let mut model = Small::init(1);
    let options = Fit {
        batch_size: 16,
        validation_split: 0.4,
        callbacks: &mut [&mut diary],
        ..fit(2)
    };
    trained(&mut model, options).unwrap();
    let epoch = |epoch: usize| {
        let first = 2 * epoch;
        vec![
            format!("epoch {epoch}"),
            "batch 0 of Some(2)".into(),
            format!("step {}", first + 1),
            "batch 1 of Some(2)".into(),
            format!("step {}", first + 2),
            "loss accuracy val_loss val_accuracy".into(),
        ]
    };
    let expected = [
        vec!["train 2".into()],
        epoch(0),
        epoch(1),
        vec!["end 2".into()],
    ];
    assert_eq!(diary.0, expected.concat());
}

/// The epoch, from 0, after which a training with that score ends.
fn stopped(numbers: &[f32], stopping: EarlyStopping) -> Option<usize> {
    let (mut feign, mut stopping) = (feign(numbers), stopping);
    let options = Fit {
        callbacks: &mut [&mut feign, &mut stopping],
        ..fit(numbers.len())
    };
    let history = trained(&mut Small::init(1), options).unwrap();
    assert_eq!(
        history.epochs(),
        stopping
            .stopped_epoch()
            .map_or(numbers.len(), |epoch| epoch + 1)
    );
    stopping.stopped_epoch()
}

#[test]
fn early_stopping_waits_as_keras_3() {
    let stopping = |patience| EarlyStopping::new("score", patience);
    assert_eq!(stopped(&[5.0, 4.0, 4.0, 4.0, 4.0], stopping(0)), Some(2));
    assert_eq!(stopped(&[5.0, 4.0, 4.0, 4.0, 4.0], stopping(1)), Some(2));
    assert_eq!(stopped(&[5.0, 4.0, 4.0, 4.0, 4.0], stopping(2)), Some(3));
    assert_eq!(stopped(&[5.0, 6.0, 4.0, 5.0, 5.0], stopping(2)), Some(4));
    assert_eq!(
        stopped(&[5.0, 4.5, 4.0, 3.5], stopping(1).min_delta(1.0)),
        Some(1)
    );
    // Without a number at first the best one is infinite, and NaN isn't better.
    assert_eq!(stopped(&[f32::NAN, f32::NAN, 1.0], stopping(1)), Some(1));
    // Better than before but not than the baseline: neither ends the training nor starts the wait anew.
    assert_eq!(
        stopped(&[5.0, 4.0, 3.0, 3.0], stopping(2).baseline(1.0)),
        Some(3)
    );
    assert_eq!(
        stopped(&[5.0, 5.0, 5.0, 5.0], stopping(1).start_from_epoch(2)),
        Some(3)
    );
    let growing =
        EarlyStopping::new("score", 1).mode(formwork_runtime::train::callbacks::Mode::Max);
    assert_eq!(stopped(&[1.0, 2.0, 2.0, 3.0], growing), Some(2));
}

#[test]
fn the_best_weights_come_back() {
    let numbers = [3.0, 1.0, 2.0, 2.0];
    let mut kept = vec![];
    let mut keep = Hook::epoch_end(|control| {
        kept.push(control.weights());
        Ok(())
    });
    let (mut feign, mut stopping) = (
        feign(&numbers),
        EarlyStopping::new("score", 9).restore_best_weights(),
    );
    let mut model = Small::init(1);
    let options = Fit {
        callbacks: &mut [&mut feign, &mut keep, &mut stopping],
        ..fit(4)
    };
    trained(&mut model, options).unwrap();
    assert_eq!(stopping.best(), Some((1.0, 1)));
    assert_eq!(formwork_runtime::plain::as_slice(&*model), kept[1]);
    assert_ne!(kept[1], kept[3]);
}

#[test]
fn a_value_that_is_missing_is_named() {
    let mut stopping = EarlyStopping::default();
    let options = Fit {
        callbacks: &mut [&mut stopping],
        ..fit(2)
    };
    let error = trained(&mut Small::init(1), options)
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("EarlyStopping: there is no value `val_loss`")
            && error.contains("`loss`, `accuracy`")
            && error.contains("give `validation_data`"),
        "{error}"
    );
}

#[test]
fn learning_rates_are_set_and_recorded() {
    let numbers = [1.0, 1.0, 1.0, 1.0];
    let (mut feign, mut plateau) = (feign(&numbers), ReduceLROnPlateau::new("score", 0.5, 1));
    let options = Fit {
        callbacks: &mut [&mut feign, &mut plateau],
        ..fit(4)
    };
    let history = trained(&mut Small::init(1), options).unwrap();
    let rates = [0.001, 0.001, 0.0005, 0.00025];
    assert_eq!(history.get("learning_rate"), Some(&rates[..]));

    // A rate of 0 changes nothing: the schedule decides from the first step on.
    let mut schedule =
        LearningRateScheduler::new(|epoch, rate| if epoch == 0 { 0.0 } else { rate });
    let mut model = Small::init(1);
    let options = Fit {
        callbacks: &mut [&mut schedule],
        ..fit(2)
    };
    let history = trained(&mut model, options).unwrap();
    assert_eq!(history.get("learning_rate"), Some(&[0.0, 0.0][..]));
    assert_eq!(model.trainable(), Small::init(1).trainable());
}

#[test]
fn weights_are_saved_under_filled_in_names() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let numbers = [3.0, 1.0, 2.0, 0.5];
    let mut feign = feign(&numbers);
    let mut best = ModelCheckpoint::new(&path("best-{epoch:02d}-{score:.1f}")).best_only("score");
    let mut all = ModelCheckpoint::new(&path("all-{epoch}"));
    let mut often = ModelCheckpoint::new(&path("often")).every_batches(7);
    let mut model = Small::init(1);
    let options = Fit {
        callbacks: &mut [&mut feign, &mut best, &mut all, &mut often],
        ..fit(4)
    };
    trained(&mut model, options).unwrap();
    let mut names: Vec<String> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let expected = [
        "all-1",
        "all-2",
        "all-3",
        "all-4",
        "best-01-3.0",
        "best-02-1.0",
        "best-04-0.5",
        "often",
    ];
    assert_eq!(names, expected);
    let last = Small::load(path("best-04-0.5")).unwrap();
    assert_eq!(last.trainable(), model.trainable());
    assert_eq!(best.saved().unwrap().to_string_lossy(), path("best-04-0.5"));
}

#[test]
fn epochs_are_logged_and_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.csv");
    let mut model = Small::init(1);
    for append in [false, true] {
        let mut logger = CsvLogger::new(&log);
        if append {
            logger = logger.append();
        }
        let mut plot = HistoryPlot::new(folder.path().join("curves.svg"));
        let options = Fit {
            callbacks: &mut [&mut logger, &mut plot],
            ..fit(2)
        };
        let history = trained(&mut model, options).unwrap();
        let text = fs::read_to_string(&log).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[0], "epoch,accuracy,loss");
        let expected = |epoch: usize| {
            let value = |key| history.get(key).unwrap()[epoch];
            format!("{epoch},{},{}", value("accuracy"), value("loss"))
        };
        assert_eq!(lines.len(), if append { 5 } else { 3 });
        assert_eq!(lines[lines.len() - 2..], [expected(0), expected(1)]);
    }
    let svg = fs::read_to_string(folder.path().join("curves.svg")).unwrap();
    assert!(svg.contains("accuracy") && svg.trim_end().ends_with("</svg>"));
}

#[test]
fn tensor_board_gets_every_value_of_both_parts() {
    let folder = tempfile::tempdir().unwrap();
    let mut batches = Vec::new();
    let mut watch = Hook::batch_end(|control| {
        let mut value = |key| control.value(key).unwrap();
        batches.push((value("loss"), value("accuracy")));
        Ok(())
    });
    let mut board = TensorBoard::new(folder.path()).every_batches(2);
    let options = Fit {
        validation_split: 0.25,
        callbacks: &mut [&mut watch, &mut board],
        ..fit(150)
    };
    let history = trained(&mut Small::init(1), options).unwrap();

    let scalars = |step: usize, values: &[(&str, f32)]| {
        let named = values.iter().map(|&(tag, value)| (tag.to_owned(), value));
        Event::Scalars(step as i64, named.collect())
    };
    let mut train = vec![Event::Version("brain.Event:2".into())];
    let mut validation = vec![Event::Version("brain.Event:2".into())];
    // 30 samples are 4 batches.
    for (epoch, batches) in batches.chunks(4).enumerate() {
        for batch in [1, 3] {
            let (loss, accuracy) = batches[batch];
            train.push(scalars(
                4 * epoch + batch + 1,
                &[("batch_loss", loss), ("batch_accuracy", accuracy)],
            ));
        }
        let value = |key| history.get(key).unwrap()[epoch];
        train.push(scalars(
            epoch,
            &[
                ("epoch_loss", value("loss")),
                ("epoch_accuracy", value("accuracy")),
                ("epoch_learning_rate", 0.001),
            ],
        ));
        validation.push(scalars(
            epoch,
            &[
                ("epoch_loss", value("val_loss")),
                ("epoch_accuracy", value("val_accuracy")),
            ],
        ));
    }
    assert_eq!(train.len(), 1 + 150 * 3);
    assert_eq!(events(&folder.path().join("train")), train);
    assert_eq!(events(&folder.path().join("validation")), validation);
}

#[test]
fn the_step_that_breaks_the_numbers_is_not_made() {
    let mut data = samples(40).inputs().to_vec();
    data[20][3] = f32::NAN;
    let data = Dataset::new(data, samples(40).targets().to_vec()).unwrap();
    let mut watch = TerminateOnNaN::default();
    let mut model = Small::init(1);
    let mut training = model.compile(Sgd::default(), SparseCategoricalCrossentropy::default(), ());
    let options = Fit {
        shuffle: false,
        callbacks: &mut [&mut watch],
        ..fit(3)
    };
    let history = training.fit(&data, options).unwrap();
    assert_eq!(history.epochs(), 1);
    let reason = watch.reason().unwrap();
    assert!(
        reason.starts_with("epoch 1, batch 3: the input `")
            && reason.ends_with("of sample 4 of the batch has NaN"),
        "{reason}"
    );
    assert_eq!(training.steps(), 2);
    assert!(training.model().trainable().iter().all(|w| w.is_finite()));

    let mut watch = TerminateOnNaN::default();
    training.model_mut().trainable_mut()[2] = f32::INFINITY;
    let options = Fit {
        callbacks: &mut [&mut watch],
        ..fit(3)
    };
    training.fit(&samples(8), options).unwrap();
    let reason = watch.reason().unwrap();
    assert!(
        reason.contains("the tensor `") && reason.ends_with("has inf"),
        "{reason}"
    );
}

#[test]
fn a_loop_of_ones_own_is_the_same_as_a_step() {
    let data = samples(16);
    let (mut one, mut other) = (Small::init(1), Small::init(1));
    let loss = SparseCategoricalCrossentropy::default();
    let mut steps = one.compile(Adam::default(), loss, (Accuracy,));
    let mut loops = other.compile(Adam::default(), loss, (Accuracy,));
    loops.apply_gradients();
    assert!(loops.gradients_mut().is_empty());
    for _ in 0..3 {
        let result = steps.train_on_batch(&data).unwrap();
        assert_eq!(loops.compute_gradients(&data).unwrap(), result);
        loops.apply_gradients();
    }
    assert_eq!(steps.model().trainable(), loops.model().trainable());
    loops.compute_gradients(&data).unwrap();
    loops.gradients_mut().fill(0.0);
    let first = loops.test_on_batch(&data).unwrap();
    assert_eq!(first, loops.evaluate(&data).unwrap());
}

#[test]
fn frozen_layers_stay_as_they_are() {
    let data = samples(16);
    let mut model = Small::init(1);
    let layer = Small::TABLE[0].name.split('.').next().unwrap().to_owned();
    let before = model.trainable().to_vec();
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    assert_eq!(training.freeze(&layer).unwrap(), Small::TABLE.len());
    training.train_on_batch(&data).unwrap();
    assert_eq!(training.model().trainable(), before);
    training.unfreeze(&layer).unwrap();
    training.train_on_batch(&data).unwrap();
    assert_ne!(training.model().trainable(), before);
    let error = training.freeze("conv").unwrap_err().to_string();
    assert!(
        error.contains("`conv`") && error.contains(&layer),
        "{error}"
    );
}

/// The same training by hand has the same norms.
#[test]
fn gradient_norms_come_into_the_history() {
    let data = samples(40);
    let part = |first: usize| {
        let range = first..first + 8;
        let (inputs, targets) = (&data.inputs()[range.clone()], &data.targets()[range]);
        Dataset::new(inputs.to_vec(), targets.to_vec()).unwrap()
    };
    let norms = |accumulated: u64| {
        let mut norms = GradientNorms::default();
        let mut model = Small::init(1);
        let fit = Fit {
            shuffle: false,
            callbacks: &mut [&mut norms],
            ..fit(1)
        };
        let optimizer = Sgd::default().accumulate(accumulated);
        let loss = SparseCategoricalCrossentropy::default();
        let mut training = model.compile(optimizer, loss, ());
        let history = training.fit(&data, fit).unwrap();
        training.train_on_batch(&part(0)).unwrap();
        assert_eq!(
            training.gradient_norm(),
            None,
            "measured no longer than asked for"
        );
        ["gradient_norm", "greatest_gradient_norm"].map(|key| history.get(key).unwrap()[0])
    };
    let mut model = Small::init(1);
    let loss = SparseCategoricalCrossentropy::default();
    let mut training = model.compile(Sgd::default(), loss, ());
    let mut lengths = Vec::new();
    for first in (0..40).step_by(8) {
        training.compute_gradients(&part(first)).unwrap();
        let squares = training
            .gradients_mut()
            .iter()
            .map(|g| f64::from(*g).powi(2));
        lengths.push(squares.sum::<f64>().sqrt());
        training.apply_gradients();
    }
    let mean = lengths.iter().sum::<f64>() / 5.0;
    let greatest = lengths.iter().copied().fold(0.0, f64::max);
    let [found_mean, found_greatest] = norms(1);
    assert!(
        (f64::from(found_mean) - mean).abs() < 1e-6 * mean,
        "{found_mean}, not {mean}"
    );
    assert!((f64::from(found_greatest) - greatest).abs() < 1e-6 * greatest);
    // Five batches make one update of four of them, with the mean of their gradients.
    let [mean, greatest] = norms(4);
    assert_eq!(mean, greatest);
    assert!(f64::from(mean) < lengths.iter().sum::<f64>() / 4.0);
}
