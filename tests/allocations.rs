//! What training and prediction allocate: the published memory, exactly, and nothing afterwards.

#[path = "common/allocator.rs"]
mod allocator;
mod common;
#[path = "../benches/src/workloads.rs"]
#[allow(dead_code)] // the data and the runs of benchmarks
mod workloads;

use allocator::{Allocations, alone, counted};
use common::classify::{Classifier, samples};
use formwork::clipping::Clipping;
use formwork::kernels::team::SHARDS;
use formwork::optimizers::Optimizer;
use formwork::prelude::*;
use formwork::tensor::Elements;
use formwork::train::Training;
use workloads::{Cnn, Frn, Lstm, Mlp, ResNet8};

model! {
    /// The workload `mlp`, told to save memory.
    #[model(save_memory)]
    pub struct SavingMlp {
        Input(784),
        Dense(512, activation = relu),
        Dense(128, activation = relu),
        Dense(10, activation = softmax),
    }

    /// The workload `lstm`, told to save memory.
    #[model(save_memory)]
    pub struct SavingLstm {
        Input(28, 28),
        LSTM(128),
        Dense(10, activation = softmax),
    }

    /// Has statistics over the batch, and weights above what shards hold copies of.
    pub struct Mixed {
        Input(6, 6, 3),
        Conv2D(8, 3, padding = same, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        Dropout(0.3),
        Flatten(),
        Dense(300, activation = relu),
        Dense(10, activation = softmax),
    }
}

/// What a training takes besides `STEP_MEMORY`: Adam's two slots, the class indices as `u32`s, and the sums of the loss and
/// of accuracy's two counters in each shard and in total. A batch's inputs are used where they lie.
fn beside(parameters: usize, batch: usize) -> usize {
    let slots = 2 * 4 * parameters;
    let labels = 4 * batch;
    let sums = 8 * (SHARDS + 1) * 4;
    slots + labels + sums
}

/// Starts threads and waits until they have run once: a new thread allocates its name.
fn start_threads<D: Elements, M: Classifier<D>, O: Optimizer, L, S>(
    training: &mut Training<'_, M, O, L, S>,
    threads: usize,
) {
    training.use_threads(threads);
    // More than a prediction gives to one thread.
    let data = samples::<D>(130);
    drop(training.predict_batch(data.inputs()));
}

/// The first step of a training takes the published bytes and no other; the second takes none.
fn check_steps<D: Elements, M: Classifier<D>>() {
    let memory = M::STEP_MEMORY;
    for threads in [1, 2] {
        for batch in [1, 32, 1024] {
            let data = samples::<D>(batch);
            let mut model = M::init(1);
            let mut training = model.compile(
                Adam::default(),
                SparseCategoricalCrossentropy::default(),
                (Accuracy,),
            );
            start_threads(&mut training, threads);
            let what = format!("{} on {threads} threads, batch {batch}", M::NAME);
            let (result, first) = counted(|| training.train_on_batch(&data));
            assert!(result.is_ok_and(|values| values.loss.is_finite()), "{what}");
            assert_eq!(
                first.bytes - beside(M::TRAINABLE, batch),
                memory.bytes(threads, batch),
                "{what}"
            );
            assert_eq!(first.freed, 0, "{what}: all of it is kept");
            let (_, second) = counted(|| training.train_on_batch(&data));
            assert_eq!(second, Allocations::NONE, "{what}: the second step");
            assert_eq!(
                memory.bytes(threads, batch),
                memory.constant_bytes(threads) + memory.bytes_per_sample() * batch,
                "{what}"
            );
        }
    }
}

/// Accumulated gradients and averages are as many floats as there are parameters each, and taken by the first step.
#[test]
fn settings_take_their_memory_once() {
    alone("settings_take_their_memory_once", || {
        let data = samples::<_>(32);
        let mut model = Mlp::init(1);
        let optimizer = Adam::default()
            .schedule(ExponentialDecay::default())
            .average(0.9)
            .accumulate(2);
        let mut training = model.compile(
            optimizer,
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        start_threads(&mut training, 2);
        let (result, first) = counted(|| training.train_on_batch(&data));
        assert!(result.is_ok_and(|values| values.loss.is_finite()));
        let memory = Mlp::STEP_MEMORY.bytes(2, 32) + beside(Mlp::TRAINABLE, 32);
        assert_eq!(first.bytes, memory + 2 * 4 * Mlp::TRAINABLE);
        for step in 2..5 {
            let (_, later) = counted(|| training.train_on_batch(&data));
            assert_eq!(later, Allocations::NONE, "step {step}");
        }
        let (_, swap) = counted(|| training.swap_averages());
        assert_eq!(swap, Allocations::NONE);
    });
}

/// Clipping works in memory that the first step takes: what it asks for the table, in floats.
#[test]
fn clipping_takes_its_room_once() {
    fn steps<C: Clipping>(clipping: C) {
        let data = samples::<_>(32);
        let mut model = Mlp::init(1);
        let room = 4 * (clipping.room(Mlp::TABLE) + clipping.kept(Mlp::TABLE));
        let optimizer = Adam::default().clip(clipping);
        let mut training = model.compile(
            optimizer,
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        start_threads(&mut training, 2);
        let (result, first) = counted(|| training.train_on_batch(&data));
        assert!(result.is_ok_and(|values| values.loss.is_finite()));
        let memory = Mlp::STEP_MEMORY.bytes(2, 32) + beside(Mlp::TRAINABLE, 32);
        assert_eq!(first.bytes, memory + room);
        let (_, second) = counted(|| training.train_on_batch(&data));
        assert_eq!(second, Allocations::NONE, "the second step");
    }
    alone("clipping_takes_its_room_once", || {
        steps(ClipByValue(0.1));
        steps(ClipByNorm(0.1));
        steps(ClipByGlobalNorm(0.1));
        steps(AdaptiveClipping::default());
        steps(DynamicClip {
            window: 5,
            ..DynamicClip::default()
        });
    });
}

#[test]
fn mlp_takes_the_published_memory() {
    alone("mlp_takes_the_published_memory", check_steps::<_, Mlp>);
}

#[test]
fn cnn_takes_the_published_memory() {
    alone("cnn_takes_the_published_memory", check_steps::<_, Cnn>);
}

#[test]
fn frn_takes_the_published_memory() {
    assert_eq!(Frn::STEP_MEMORY.bytes_per_sample(), 0);
    alone("frn_takes_the_published_memory", check_steps::<_, Frn>);
}

#[test]
fn lstm_takes_the_published_memory() {
    alone("lstm_takes_the_published_memory", check_steps::<_, Lstm>);
}

#[test]
fn resnet8_takes_the_published_memory() {
    alone(
        "resnet8_takes_the_published_memory",
        check_steps::<_, ResNet8>,
    );
}

#[test]
fn mlp_that_saves_memory_takes_the_published_memory() {
    alone(
        "mlp_that_saves_memory_takes_the_published_memory",
        check_steps::<_, SavingMlp>,
    );
}

#[test]
fn lstm_that_saves_memory_takes_the_published_memory() {
    alone(
        "lstm_that_saves_memory_takes_the_published_memory",
        check_steps::<_, SavingLstm>,
    );
}

#[test]
fn every_kind_of_memory_together_is_the_published_memory() {
    alone(
        "every_kind_of_memory_together_is_the_published_memory",
        || {
            let memory = Mixed::STEP_MEMORY;
            let kinds = [
                memory.batch,
                memory.worker,
                memory.shard,
                memory.sums,
                memory.statistics,
                memory.gradients,
            ];
            assert!(!kinds.contains(&0), "{memory:?}");
            check_steps::<_, Mixed>();
        },
    );
}

#[test]
fn fit_keeps_the_published_memory_and_the_batch_that_it_puts_together() {
    fn check<D: Elements, M: Classifier<D>>() {
        let batch = 24;
        let data = samples::<D>(75);
        let mut model = M::init(1);
        let mut training = model.compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        start_threads(&mut training, 2);
        let fit = Fit {
            batch_size: batch,
            threads: 2,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let (_, fitted) = counted(|| training.fit(&data, fit).map(drop));
        let inputs = 4 * batch * M::INPUTS[0].shape.len();
        assert_eq!(
            fitted.bytes - fitted.freed,
            M::STEP_MEMORY.bytes(2, batch) + beside(M::TRAINABLE, batch) + inputs,
            "{}",
            M::NAME
        );
    }
    alone(
        "fit_keeps_the_published_memory_and_the_batch_that_it_puts_together",
        || {
            check::<_, Mlp>();
            check::<_, Cnn>();
            check::<_, Lstm>();
            check::<_, ResNet8>();
            check::<_, SavingLstm>();
            check::<_, Mixed>();
        },
    );
}

/// What `fit` allocates for so many epochs of so many batches of eight, and an evaluation afterwards.
fn fit_allocations<D: Elements, M: Classifier<D>>(
    threads: usize,
    epochs: usize,
    batches: usize,
) -> (Allocations, Allocations) {
    let data = samples::<D>(8 * batches);
    let mut model = M::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    start_threads(&mut training, threads);
    let fit = Fit {
        epochs,
        batch_size: 8,
        threads,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let (history, fitted) = counted(|| training.fit(&data, fit));
    assert_eq!(history.expect("ten classes").epochs(), epochs);
    assert_eq!(training.steps(), (epochs * batches) as u64);
    let (_, first) = counted(|| training.evaluate(&data));
    let (_, second) = counted(|| training.evaluate(&data));
    assert_eq!(second, Allocations::NONE, "a second evaluation");
    (fitted, first)
}

#[test]
fn no_batch_after_the_first_allocates() {
    fn check<D: Elements, M: Classifier<D>>() {
        for threads in [1, 2] {
            for epochs in [1, 3] {
                let (some, _) = fit_allocations::<D, M>(threads, epochs, 8);
                let (double, _) = fit_allocations::<D, M>(threads, epochs, 16);
                assert_eq!(some.calls, double.calls, "{} on {threads} threads", M::NAME);
                // The order of the samples is all that grows.
                assert_eq!(some.bytes + 4 * 64, double.bytes, "{}", M::NAME);
            }
        }
    }
    alone("no_batch_after_the_first_allocates", || {
        check::<_, Mlp>();
        check::<_, Cnn>();
        check::<_, Lstm>();
        check::<_, ResNet8>();
        check::<_, SavingMlp>();
        check::<_, Mixed>();
    });
}

#[test]
fn progress_in_lines_allocates_for_epochs_and_not_for_batches() {
    fn calls(verbose: Verbose, batches: usize) -> usize {
        let data = samples(8 * batches);
        let mut model = Mixed::init(1);
        let mut training = model.compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        let fit = Fit {
            epochs: 2,
            batch_size: 8,
            threads: 1,
            verbose,
            ..Fit::default()
        };
        counted(|| training.fit(&data, fit).expect("ten classes"))
            .1
            .calls
    }
    alone(
        "progress_in_lines_allocates_for_epochs_and_not_for_batches",
        || {
            let silent = calls(Verbose::Silent, 4);
            let lines = calls(Verbose::Lines, 4) - silent;
            let more = calls(Verbose::Lines, 40) - calls(Verbose::Silent, 40);
            // Two lines; how often their texts grow depends on the times in them. 36 batches more are no reason.
            assert!(lines > 0 && lines.abs_diff(more) < 20, "{lines} and {more}");
        },
    );
}

#[test]
fn predicting_one_sample_allocates_nothing() {
    fn check<D: Elements, M: Classifier<D>>() {
        let data = samples::<D>(2);
        let mut model = M::init(1);
        let (mut predictor, made) = counted(|| model.predictor(1));
        let memory = M::PREDICT_MEMORY;
        let output = 4 * 10;
        assert_eq!(made.bytes, 4 * memory.worker.max(memory.single) + output);
        let (sum, one) = counted(|| {
            let inputs = data.inputs().iter();
            inputs.map(|input| predictor.predict(input)[0]).sum::<f32>()
        });
        assert!(sum.is_finite() && sum > 0.0);
        assert_eq!(one, Allocations::NONE, "{}", M::NAME);
        let mut outputs = [Tensor1::zeros(), Tensor1::zeros()];
        let (_, many) = counted(|| predictor.predict_into(data.inputs(), &mut outputs));
        assert_eq!(many, Allocations::NONE, "{}", M::NAME);
        drop(predictor);
        let mut training = model.compile(
            Adam::default(),
            SparseCategoricalCrossentropy::default(),
            (Accuracy,),
        );
        training.predict(&data.inputs()[0]);
        let (_, again) = counted(|| training.predict(&data.inputs()[1])[0]);
        assert_eq!(again, Allocations::NONE, "{}", M::NAME);
    }
    alone("predicting_one_sample_allocates_nothing", || {
        check::<_, Mlp>();
        check::<_, Cnn>();
        check::<_, Lstm>();
        check::<_, ResNet8>();
        check::<_, Mixed>();
    });
}
