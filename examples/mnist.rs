//! Trains the lecture's digit classifier.
//!
//! ```text
//! cargo run --release --example mnist
//! cargo run --release --example mnist -- --data DIR --epochs 10
//! ```
//!
//! Without `--data` it uses the 6,000 + 1,000 images beside it. DIR holds the four IDX files of MNIST or Fashion-MNIST, gzipped or not.
//! `--seed` and `--threads` are further options; the result depends on the seed alone. The weights and the training curves go to
//! `target/mnist`.

use formwork::data::mnist;
use formwork::prelude::*;
use std::error::Error;
use std::path::{Path, PathBuf};

model! {
    /// The lecture's digit classifier.
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu),
        Dropout(0.3),
        Dense(128, activation = relu),
        Dropout(0.3),
        Dense(10, activation = softmax),
    }
}

struct Options {
    data: PathBuf,
    epochs: usize,
    seed: u64,
    threads: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let (train, test) = mnist::load_dir(&options.data)?;
    let (train, test) = (train.to_categorical::<10>()?, test.to_categorical::<10>()?);
    let mut model = Mlp::init(options.seed);
    println!("{}", Mlp::summary());
    println!(
        "Training on {} images, testing on {}.",
        train.len(),
        test.len()
    );

    let mut training = model.compile(
        Adam {
            learning_rate: 5e-4,
            ..Adam::default()
        },
        CategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs: options.epochs,
        batch_size: 64,
        validation_split: 0.05,
        seed: options.seed,
        threads: options.threads,
        ..Fit::default()
    };
    let history = training.fit(&train, fit)?;
    println!("\n{history}\n");

    let evaluation = training.evaluate(&test)?;
    let predictions = training.predict_batch(test.inputs());
    print_confusion(&predictions, test.targets());

    let folder = Path::new("target/mnist");
    std::fs::create_dir_all(folder)?;
    history.curves_svg(folder.join("curves.svg"))?;
    model.save(folder.join("mlp.safetensors"))?;
    println!("Weights and curves are in {}.", folder.display());
    println!("test accuracy: {:.4}", evaluation.metrics.0);
    Ok(())
}

/// How often each digit was taken for which.
fn print_confusion(predictions: &[Tensor1<10>], targets: &[Tensor1<10>]) {
    let mut counts = [[0; 10]; 10];
    for (prediction, target) in predictions.iter().zip(targets) {
        counts[digit(target)][digit(prediction)] += 1;
    }
    println!("Confusion matrix (rows: the digit, columns: what it was taken for)");
    print!("   ");
    (0..10).for_each(|digit| print!("{digit:>6}"));
    for (digit, row) in counts.iter().enumerate() {
        print!("\n{digit:>3}");
        row.iter().for_each(|count| print!("{count:>6}"));
    }
    println!("\n");
}

/// The index of the largest element.
fn digit(scores: &Tensor1<10>) -> usize {
    (0..10).fold(0, |best, index| {
        if scores[index] > scores[best] {
            index
        } else {
            best
        }
    })
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        data: Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/mnist"),
        epochs: 20,
        seed: 2017,
        threads: 0,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .ok_or_else(|| format!("`{name}` needs a value"))?;
        match name.as_str() {
            "--data" => options.data = value.into(),
            "--epochs" => options.epochs = value.parse()?,
            "--seed" => options.seed = value.parse()?,
            "--threads" => options.threads = value.parse()?,
            _ => {
                return Err(format!(
                    "unknown option `{name}`: there are --data, --epochs, --seed and --threads"
                )
                .into());
            }
        }
    }
    Ok(options)
}
