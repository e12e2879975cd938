//! Trains a digit classifier with every callback, and goes on from where it was if it is stopped and started again.
//!
//! ```text
//! cargo run --release --example callbacks
//! cargo run --release --example callbacks -- --data DIR
//! ```
//!
//! Without `--data` it uses the 6,000 + 1,000 images beside it. Press Ctrl-C at any moment: the next run goes on from the last checkpoint
//! and ends with the same weights. Remove `target/callbacks` to begin anew. `tensorboard --logdir target/callbacks/board` shows the curves.
//!
//! The baseline: 3 nearest neighbours, scikit-learn's `KNeighborsClassifier(3)` trained on the same 6,000 images, are right in 0.913 of the same
//! 1,000 test images.

use formwork::data::mnist;
use formwork::prelude::*;
use formwork::train::callbacks::CallbackError;
use std::error::Error;
use std::path::{Path, PathBuf};

/// The accuracy of 3 nearest neighbours on the images beside the example.
const BASELINE: f32 = 0.913;

model! {
    /// A small network, since this is about what happens around it.
    pub struct Mlp {
        Input(784),
        Dense(128, activation = relu),
        Dropout(0.2),
        Dense(10, activation = softmax),
    }
}

/// A callback of one's own: the length of the vector of all weights goes into the history.
struct WeightNorm;

impl Callback for WeightNorm {
    fn epoch_end(&mut self, control: &mut Control<'_>) -> Result<(), CallbackError> {
        let squares = control.regions().trainable.iter().map(|w| f64::from(w * w));
        let norm = squares.sum::<f64>().sqrt();
        control.record("weight_norm", norm as f32);
        Ok(())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/mnist");
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.next()) {
            ("--data", Some(folder)) => data = PathBuf::from(folder),
            _ => return Err("usage: callbacks [--data DIR]".into()),
        }
    }
    let (train, test) = mnist::load_dir(&data)?;
    let folder = Path::new("target/callbacks");
    std::fs::create_dir_all(folder)?;

    let mut norm = WeightNorm;
    let mut schedule =
        LearningRateScheduler::new(|epoch, rate| if epoch < 3 { 0.002 } else { rate });
    let mut plateau = ReduceLROnPlateau::new("val_loss", 0.5, 1);
    let mut best = ModelCheckpoint::new("target/callbacks/best.safetensors").best_only("val_loss");
    let mut stopping = EarlyStopping::new("val_loss", 4).restore_best_weights();
    let mut logger = CsvLogger::new(folder.join("log.csv"));
    let mut board = TensorBoard::new(folder.join("board")).every_batches(20);
    let mut watch = TerminateOnNaN::default();
    let mut plot = HistoryPlot::new(folder.join("curves.svg"));
    let mut norms = GradientNorms::default();
    let mut announce = Hook::train_begin(|control| {
        println!(
            "{} of {} epochs are done.",
            control.epoch(),
            control.epochs()
        );
        Ok(())
    });

    let mut model = Mlp::init(7);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let history = training.fit(
        &train,
        Fit {
            epochs: 40,
            batch_size: 64,
            validation_split: 0.1,
            seed: 7,
            callbacks: &mut [
                &mut announce,
                &mut norm,
                &mut norms,
                &mut schedule,
                &mut plateau,
                &mut best,
                &mut stopping,
                &mut logger,
                &mut board,
                &mut watch,
                &mut plot,
            ],
            checkpoint: Some(Checkpoint::new(folder.join("run.checkpoint")).every_batches(50)),
            ..Fit::default()
        },
    )?;
    println!("\n{history}\n");
    match stopping.stopped_epoch() {
        Some(epoch) => println!("Ended early, after epoch {}.", epoch + 1),
        None => println!("All epochs were done."),
    }
    if let Some((loss, epoch)) = stopping.best() {
        println!(
            "The weights are those of epoch {}, with a validation loss of {loss:.4}.",
            epoch + 1
        );
    }
    let accuracy = training.evaluate(&test)?.metrics.0;
    println!("test accuracy: {accuracy:.4}; the baseline has {BASELINE}");
    if accuracy > BASELINE {
        Ok(())
    } else {
        Err("the baseline isn't beaten".into())
    }
}
