//! Trainings that are broken off, and checkpoints that can't be gone on from.

use super::linear::{INPUTS, Linear};
use super::mutations::{count, mutated};
use super::samples;
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::metrics::Accuracy;
use formwork_runtime::optimizers::Adam;
use formwork_runtime::plain;
use formwork_runtime::random::Stream;
use formwork_runtime::tensor::Tensor1;
use formwork_runtime::train::callbacks::{
    CsvLogger, EarlyStopping, GradientNorms, Hook, LearningRateScheduler, TensorBoard,
};
use formwork_runtime::train::{
    Checkpoint, CheckpointError, Fit, FitError, History, ModelExt, Training, Verbose,
};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Small = Linear<{ usize::MAX }>;
type Compiled<'m> = Training<'m, Small, Adam, SparseCategoricalCrossentropy, (Accuracy,)>;

fn compiled(model: &mut Small) -> Compiled<'_> {
    model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    )
}

/// One epoch with a checkpoint.
fn quiet<'a>(path: &Path) -> Fit<'a, Tensor1<INPUTS>, u8> {
    Fit {
        threads: 1,
        verbose: Verbose::Silent,
        checkpoint: Some(Checkpoint::new(path)),
        ..Fit::default()
    }
}

fn bits(model: &Small) -> Vec<u32> {
    let elements = plain::as_slice(model).iter();
    elements.map(|element| element.to_bits()).collect()
}

/// A training with everything that must survive: shuffling, Adam's moments, a changing learning rate, patience, a file of lines.
fn train(training: &mut Compiled<'_>, folder: &Path) -> Result<History, FitError> {
    let data = samples(90);
    let mut stopping = EarlyStopping::new("val_loss", 3).restore_best_weights();
    let mut norms = GradientNorms::default();
    let mut logger = CsvLogger::new(folder.join("log.csv"));
    let mut board = TensorBoard::new(folder.join("board"));
    let mut schedule = LearningRateScheduler::new(|epoch, rate: f64| match epoch {
        0 => 0.01,
        _ => rate * 0.9,
    });
    training.fit(
        &data,
        Fit {
            epochs: 8,
            batch_size: 7,
            validation_split: 0.2,
            seed: 3,
            threads: 1,
            verbose: Verbose::Silent,
            callbacks: &mut [
                &mut norms,
                &mut stopping,
                &mut logger,
                &mut board,
                &mut schedule,
            ],
            checkpoint: Some(Checkpoint::new(folder.join("run.checkpoint")).every_batches(1)),
            ..Fit::default()
        },
    )
}

/// The process that is killed: does nothing unless it is asked to.
#[test]
fn child() {
    let Ok(folder) = std::env::var("FORMWORK_TRAINING_CHILD") else {
        return;
    };
    let folder = Path::new(&folder);
    let mut model = Small::init(5);
    let history = train(&mut compiled(&mut model), folder).unwrap();
    let bits: Vec<u8> = bits(&model)
        .iter()
        .flat_map(|bits| bits.to_le_bytes())
        .collect();
    fs::write(folder.join("weights"), bits).unwrap();
    fs::write(folder.join("history"), history.to_string()).unwrap();
}

fn events(folder: &Path) -> usize {
    let files = fs::read_dir(folder.join("board/validation")).unwrap();
    let files: Vec<u64> = files
        .map(|file| file.unwrap().metadata().unwrap().len())
        .collect();
    // A file that was begun after the last checkpoint is one that nothing refers to.
    *files.iter().max().unwrap() as usize
}

#[test]
fn a_killed_training_ends_as_one_that_was_not() {
    let whole = tempfile::tempdir().unwrap();
    let mut model = Small::init(5);
    let history = train(&mut compiled(&mut model), whole.path()).unwrap();
    let expected: Vec<u8> = bits(&model)
        .iter()
        .flat_map(|bits| bits.to_le_bytes())
        .collect();

    let kills = std::env::var("FORMWORK_KILLS").ok();
    let kills = kills.and_then(|kills| kills.parse().ok()).unwrap_or(5);
    let (mut while_training, mut while_writing) = (0, 0);
    for kill in 0..kills {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let start = || {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "resumption::child"])
                .env("FORMWORK_TRAINING_CHILD", path)
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        };
        let mut process = start();
        let begun = Instant::now();
        while !path.join("run.checkpoint").exists() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_micros(50));
        }
        let delay = Stream::new(kill, 1).next_u32() % 60_000;
        std::thread::sleep(Duration::from_micros(u64::from(delay)));
        process.kill().unwrap();
        process.wait().unwrap();
        while_training += usize::from(!path.join("weights").exists());
        while_writing += usize::from(partial_files(path) > 0);
        assert!(start().wait().unwrap().success());
        assert_eq!(
            fs::read(path.join("weights")).unwrap(),
            expected,
            "kill {kill}"
        );
        let found = fs::read_to_string(path.join("history")).unwrap();
        assert_eq!(found, history.to_string(), "kill {kill}");
        let log = |folder: &Path| fs::read_to_string(folder.join("log.csv")).unwrap();
        assert_eq!(log(path), log(whole.path()), "kill {kill}");
        assert_eq!(events(path), events(whole.path()), "kill {kill}");
        assert_eq!(partial_files(path), 0, "kill {kill}");
    }
    println!(
        "{kills} kills, {while_training} of them while training, {while_writing} while writing"
    );
    assert!(while_training > 0);
}

fn partial_files(folder: &Path) -> usize {
    let files = fs::read_dir(folder).unwrap();
    files
        .filter(|file| {
            file.as_ref()
                .unwrap()
                .path()
                .to_string_lossy()
                .ends_with(".partial")
        })
        .count()
}

#[test]
fn every_batch_is_a_place_to_go_on_from() {
    let folder = tempfile::tempdir().unwrap();
    let data = samples(45);
    let path = folder.path().join("run");
    fn fit<'a>(path: &Path) -> Fit<'a, Tensor1<INPUTS>, u8> {
        Fit {
            epochs: 3,
            batch_size: 10,
            checkpoint: Some(Checkpoint::new(path).every_batches(1)),
            ..quiet(path)
        }
    }
    let mut whole = Small::init(5);
    let history = compiled(&mut whole)
        .fit(
            &data,
            Fit {
                checkpoint: None,
                ..fit(&path)
            },
        )
        .unwrap();
    for stop in 0..15 {
        let _ = fs::remove_file(folder.path().join("run"));
        let mut first = Small::init(5);
        let mut batches = 0;
        let mut end = Hook::batch_begin(|_| {
            batches += 1;
            if batches > stop {
                Err("enough".into())
            } else {
                Ok(())
            }
        });
        let broken = compiled(&mut first).fit(
            &data,
            Fit {
                callbacks: &mut [&mut end],
                ..fit(&path)
            },
        );
        assert!(
            matches!(broken, Err(FitError::Callback { .. })),
            "{broken:?}"
        );
        // The callbacks are part of a checkpoint; this one keeps nothing.
        let mut none = Hook::batch_begin(|_| Ok(()));
        let mut second = Small::init(77);
        if stop == 0 {
            second = Small::init(5);
        }
        let resumed = compiled(&mut second)
            .fit(
                &data,
                Fit {
                    callbacks: &mut [&mut none],
                    ..fit(&path)
                },
            )
            .unwrap();
        assert_eq!(bits(&second), bits(&whole), "after {stop} batches");
        assert_eq!(resumed, history, "after {stop} batches");
    }
    // All is done: the same call again gives the history and the weights.
    let mut none = Hook::batch_begin(|_| Ok(()));
    let mut again = Small::init(0);
    let found = compiled(&mut again).fit(
        &data,
        Fit {
            callbacks: &mut [&mut none],
            ..fit(&path)
        },
    );
    assert_eq!(found.unwrap(), history);
    assert_eq!(bits(&again), bits(&whole));
}

#[test]
fn checkpoints_of_other_trainings_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let data = samples(40);
    let mut model = Small::init(5);
    compiled(&mut model).fit(&data, quiet(&path)).unwrap();
    let refused = |fit: Fit<'_, Tensor1<INPUTS>, u8>, what: &str| {
        let mut model = Small::init(6);
        let before = bits(&model);
        let error = compiled(&mut model).fit(&data, fit).unwrap_err();
        assert!(
            matches!(&error, FitError::Checkpoint(CheckpointError::Other { .. })),
            "{error:?}"
        );
        let text = error.to_string();
        assert!(
            text.contains(what) && text.contains(path.to_str().unwrap()),
            "{text}"
        );
        assert_eq!(bits(&model), before);
    };
    refused(
        Fit {
            seed: 1,
            ..quiet(&path)
        },
        "`seed` 0",
    );
    refused(
        Fit {
            batch_size: 16,
            ..quiet(&path)
        },
        "`batch_size` 32",
    );
    refused(
        Fit {
            shuffle: false,
            ..quiet(&path)
        },
        "`shuffle` true",
    );
    refused(
        Fit {
            validation_split: 0.5,
            ..quiet(&path)
        },
        "samples of 40",
    );
    let mut stopping = EarlyStopping::new("loss", 1);
    refused(
        Fit {
            callbacks: &mut [&mut stopping],
            ..quiet(&path)
        },
        "callbacks none",
    );
    let missing = Checkpoint::new(folder.path().join("no/such/folder/run"));
    let mut model = Small::init(6);
    let error = compiled(&mut model).fit(
        &data,
        Fit {
            checkpoint: Some(missing),
            ..quiet(&path)
        },
    );
    assert!(matches!(
        error,
        Err(FitError::Checkpoint(CheckpointError::Write { .. }))
    ));
    let mut fresh = Small::init(5);
    compiled(&mut fresh)
        .fit(
            &data,
            Fit {
                checkpoint: Some(Checkpoint::new(&path).fresh()),
                ..quiet(&path)
            },
        )
        .unwrap();
    assert_eq!(bits(&fresh), bits(&model_after_one_epoch()));
}

fn model_after_one_epoch() -> Box<Small> {
    let mut model = Small::init(5);
    compiled(&mut model)
        .fit(
            &samples(40),
            Fit {
                verbose: Verbose::Silent,
                ..Fit::default()
            },
        )
        .unwrap();
    model
}

/// The file with a checksum that is right again, so that what lies behind it is looked at too.
fn checked_again(mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(end) = bytes.len().checked_sub(8) {
        let sum = u64::from(formwork_runtime::io::crc32c::crc32c(&bytes[..end]));
        bytes[end..].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}

#[test]
fn damaged_checkpoints_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run");
    let data = samples(12);
    let mut model = Small::init(5);
    compiled(&mut model).fit(&data, quiet(&path)).unwrap();
    let whole = fs::read(&path).unwrap();
    let mut model = Small::init(6);
    let before = bits(&model);
    let mut training = compiled(&mut model);
    for number in 0..count() {
        let bytes = mutated(&whole, number);
        if bytes == whole {
            continue;
        }
        fs::write(&path, &bytes).unwrap();
        let error = training.fit(&data, quiet(&path)).unwrap_err();
        assert!(
            matches!(error, FitError::Checkpoint(_)),
            "{number}: {error:?}"
        );
        assert!(
            error.to_string().contains(path.to_str().unwrap()),
            "{error}"
        );
        assert_eq!(bits(training.model()), before, "{number}");
        assert_eq!(training.steps(), 0);
        // Whoever makes the checksum right again may get something that can be gone on from, but no panic.
        fs::write(&path, checked_again(bytes)).unwrap();
        let mut other = Small::init(6);
        let before = bits(&other);
        if compiled(&mut other).fit(&data, quiet(&path)).is_err() {
            assert_eq!(bits(&other), before, "{number}");
        }
    }
}
