//! How much of `fit`'s time training steps take.

use crate::workloads::Mlp;
use formwork::data::mnist;
use formwork::prelude::*;
use std::cell::Cell;
use std::error::Error;
use std::path::Path;
use std::time::{Duration, Instant};

/// Samples of a batch.
const BATCH: usize = 128;

/// Trains the digit classifier for some epochs without validation, and prints a JSON object: the seconds of `fit`, the share that
/// passes within steps (putting the batch together, gradients, optimizer), and the share that the same number of bare steps on a batch in
/// memory takes, without putting it together.
pub fn measure(folder: &Path, epochs: usize, threads: usize) -> Result<(), Box<dyn Error>> {
    let (train, _): (Dataset<Tensor1<784>, u8>, _) = mnist::load_dir(folder)?;
    let mut model = Mlp::init(1);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let batch = Dataset::new(
        train.inputs()[..BATCH].to_vec(),
        train.targets()[..BATCH].to_vec(),
    )?;
    training.use_threads(threads);
    let mut bare = Vec::new();
    let mut take_bare = |training: &mut formwork::train::Training<'_, _, _, _, _>| {
        for _ in 0..200 {
            let begun = Instant::now();
            training.train_on_batch(&batch)?;
            bare.push(begun.elapsed());
        }
        Ok::<(), formwork::train::FitError>(())
    };
    take_bare(&mut training)?;
    let begun = Cell::new(Instant::now());
    let (within, steps) = (Cell::new(Duration::ZERO), Cell::new(0u32));
    let mut begin = Hook::batch_begin(|_| {
        begun.set(Instant::now());
        Ok(())
    });
    let mut end = Hook::batch_end(|_| {
        within.set(within.get() + begun.get().elapsed());
        steps.set(steps.get() + 1);
        Ok(())
    });
    let start = Instant::now();
    training.fit(
        &train,
        Fit {
            epochs,
            batch_size: BATCH,
            threads,
            verbose: Verbose::Silent,
            callbacks: &mut [&mut begin, &mut end],
            ..Fit::default()
        },
    )?;
    let whole = start.elapsed().as_secs_f64();
    take_bare(&mut training)?;
    let mean = bare.iter().sum::<Duration>().as_secs_f64() / bare.len() as f64;
    let bare = mean * f64::from(steps.get());
    println!(
        "{{\"name\": \"fit\", \"samples\": {}, \"epochs\": {epochs}, \"steps\": {}, \"seconds\": {whole:.3}, \"percent_within_steps\": {:.1}, \"percent_of_bare_steps\": {:.1}}}",
        train.len(),
        steps.get(),
        100.0 * within.get().as_secs_f64() / whole,
        100.0 * bare / whole,
    );
    Ok(())
}
