//! Benchmarks as commands: `cargo run --release -p formwork-bench -- mlp cnn frn lstm resnet8 [--threads N]`.
//!
//! Each workload prints one JSON object: medians in microseconds of a whole training step (forward, loss, backward, Adam),
//! of a prediction of one sample, and of a prediction of a batch. `optimizers` compares all optimizers with `memcpy`.
//! `fit [--data DIR]` says how much of `fit`'s time training steps take; DIR holds MNIST's four files.

mod fit;
mod optimizers;
mod workloads;

use formwork::model::Model;
use formwork::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Enough runs for a steady median.
const TRAINING: Duration = Duration::from_secs(3);
const PREDICTING: Duration = Duration::from_millis(1500);

fn main() -> ExitCode {
    let mut threads = 0;
    let mut names = Vec::new();
    let mut data = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/data/mnist"
    ));
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        if argument == "--data" {
            match arguments.next() {
                Some(folder) => data = folder.into(),
                None => return usage("--data takes a folder"),
            }
        } else if argument == "--threads" {
            match arguments.next().and_then(|number| number.parse().ok()) {
                Some(number) => threads = number,
                None => return usage("--threads takes a number"),
            }
        } else {
            names.push(argument);
        }
    }
    if names.is_empty() {
        names = ["mlp", "cnn", "frn", "lstm", "resnet8"]
            .map(String::from)
            .into();
    }
    for name in &names {
        match name.as_str() {
            "mlp" => measure::<workloads::Mlp>("mlp", 128, threads),
            "cnn" => measure::<workloads::Cnn>("cnn", 128, threads),
            "frn" => measure::<workloads::Frn>("frn", 64, threads),
            "lstm" => measure::<workloads::Lstm>("lstm", 64, threads),
            "resnet8" => measure::<workloads::ResNet8>("resnet8", 32, threads),
            "optimizers" => optimizers::compare(threads),
            "fit" => {
                if let Err(error) = fit::measure(&data, 3, threads) {
                    return usage(&error.to_string());
                }
            }
            other => return usage(&format!("there is no workload `{other}`")),
        }
    }
    ExitCode::SUCCESS
}

fn usage(problem: &str) -> ExitCode {
    eprintln!(
        "{problem}\nusage: formwork-bench [mlp] [cnn] [frn] [lstm] [resnet8] [optimizers] [fit] [--threads N] [--data DIR]"
    );
    ExitCode::FAILURE
}

/// Median duration in microseconds, after a warm-up.
fn median(length: Duration, mut run: impl FnMut()) -> f64 {
    for _ in 0..3 {
        run();
    }
    let mut times = Vec::new();
    let start = Instant::now();
    while start.elapsed() < length || times.len() < 5 {
        let begin = Instant::now();
        run();
        times.push(begin.elapsed().as_secs_f64() * 1e6);
    }
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn measure<M>(name: &str, batch: usize, threads: usize)
where
    M: workloads::Classifier,
{
    let data = M::data(batch);
    let mut model = M::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (),
    );
    training.use_threads(threads);
    let train_step_us = median(TRAINING, || {
        M::train(&mut training, &data);
    });
    drop(training);
    let predict_1_us = {
        let mut predictor = model.predictor(1);
        median(PREDICTING, || M::predict_one(&mut predictor, &data))
    };
    let predict_batch_us = {
        let mut predictor = model.predictor(threads);
        median(PREDICTING, || M::predict_all(&mut predictor, &data))
    };
    let threads = match threads {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        number => number,
    };
    println!(
        "{{\"workload\": \"{name}\", \"batch\": {batch}, \"threads\": {threads}, \"parameters\": {}, \
         \"train_step_us\": {train_step_us:.1}, \"predict_1_us\": {predict_1_us:.1}, \
         \"predict_batch_us\": {predict_batch_us:.1}}}",
        <M as Model>::PARAMETERS
    );
}
