//! The lecture's experiment: how well does one network learn under each normalization when batches are small?
//!
//! ```text
//! cargo run --release --example normalization
//! cargo run --release --example normalization -- --full --data DIR
//! ```
//!
//! One small convolutional network is trained on Fashion-MNIST with each normalization, at each batch size, from several
//! seeds. Every run sees the same number of samples, and the learning rate follows one rule that was fixed before any
//! result was seen: stochastic gradient descent with momentum 0.9 and a rate of 0.1 · batch / 128, the linear rule of
//! Goyal et al., "Accurate, Large Minibatch SGD" (2017), which goes down linearly to a tenth from the first epoch to the
//! last. Nothing is tuned for any normalization; the normalizer-free network clips adaptively, as its paper asks.
//!
//! Without options it uses the 4,000 + 1,000 images beside it. DIR holds the four IDX files of Fashion-MNIST, and `--full`
//! trains on all of its images for as many epochs. The table and the picture go to `target/normalization` too.

mod plot;
mod results;

use formwork::data::{Dataset, mnist};
use formwork::optimizers::Optimizer;
use formwork::prelude::*;
use results::{BATCHES, Results};
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

model! {
    /// A convolution of 3 × 3 without a bias where the normalization has one, normalized and activated.
    fn unit(x, filters, normalization) {
        if normalization == "free" {
            ScaledActivation(relu)(WeightStandardizedConv2D(filters, 3, padding = same)(x))
        } else {
            let y = Conv2D(filters, 3, padding = same, use_bias = false)(x);
            if normalization == "batch" {
                Activation(relu)(BatchNormalization(momentum = 0.9)(y))
            } else if normalization == "layer" {
                Activation(relu)(LayerNormalization(axis = (1, 2, 3), per_channel = true)(y))
            } else if normalization == "group" {
                Activation(relu)(GroupNormalization(groups = 8)(y))
            } else if normalization == "instance" {
                Activation(relu)(InstanceNormalization()(y))
            } else if normalization == "frn_relu" {
                Activation(relu)(FilterResponseNormalization()(y))
            } else {
                ThresholdedLinearUnit()(FilterResponseNormalization()(y))
            }
        }
    }

    /// Three of them, with pooling between.
    pub struct Network(normalization = "batch") {
        let image = Input(28, 28, 1);
        let h = MaxPooling2D(2)(unit(image, 16, normalization));
        let h = MaxPooling2D(2)(unit(h, 32, normalization));
        let h = unit(h, 32, normalization);
        Dense(10, activation = softmax)(GlobalAveragePooling2D()(h))
    }

    /// What is compared.
    pub family Networks = Network(
        normalization in ["batch", "layer", "group", "instance", "frn_tlu", "frn_relu", "free"],
    );
}

type Images = Dataset<Tensor3<28, 28, 1>, u8>;

struct Options {
    data: PathBuf,
    full: bool,
    epochs: usize,
    seeds: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let options = options()?;
    let (train, test): (Images, Images) = mnist::load_dir(&options.data)?;
    let count = match options.full {
        true => train.len(),
        false => train.len().min(4000),
    };
    let images = train.inputs()[..count].to_vec();
    let train = Dataset::new(images, train.targets()[..count].to_vec())?;
    println!(
        "{} training images, {} epochs, {} seeds; tested on {} images.",
        train.len(),
        options.epochs,
        options.seeds,
        test.len()
    );
    for member in Networks::MEMBERS {
        println!("{member}: {} parameters", member.parameters);
    }
    let start = Instant::now();
    let mut results = Results::new(Networks::MEMBERS.len());
    for seed in 0..options.seeds {
        for (column, batch) in BATCHES.into_iter().enumerate() {
            let mut run = Run {
                train: &train,
                test: &test,
                batch,
                epochs: options.epochs,
                seed,
            };
            let accuracies = Networks::visit_all(&mut run);
            let shown: Vec<String> = accuracies.iter().map(|a| format!("{a:.3}")).collect();
            println!(
                "seed {seed}, batch {batch}: {} ({:.0} s)",
                shown.join(" "),
                start.elapsed().as_secs_f64()
            );
            for (row, accuracy) in accuracies.into_iter().enumerate() {
                results.add(row, column, accuracy);
            }
        }
    }
    let names: Vec<String> = Networks::MEMBERS.iter().map(name).collect();
    let table = results.table(&names);
    println!(
        "\nTest accuracy, mean ± standard deviation of {} seeds\n\n{table}",
        options.seeds
    );
    let folder = Path::new("target/normalization");
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("table.md"), &table)?;
    let svg = plot::svg(&results, &names)?;
    std::fs::write(folder.join("accuracy.svg"), svg)?;
    println!("The table and a picture of it are in {}.", folder.display());
    Ok(())
}

/// One batch size and one seed, for every member.
struct Run<'a> {
    train: &'a Images,
    test: &'a Images,
    batch: usize,
    epochs: usize,
    seed: u64,
}

impl Visitor<Tensor3<28, 28, 1>, Tensor1<10>> for Run<'_> {
    /// The test accuracy.
    type Value = f64;

    fn visit<M>(&mut self, member: &'static Member) -> f64
    where
        M: Model<Input = Tensor3<28, 28, 1>, Output = Tensor1<10>>,
    {
        let mut model = M::init(self.seed);
        let momentum = Sgd {
            learning_rate: rate(self.batch),
            momentum: 0.9,
            nesterov: false,
        };
        if name(member) == "normalizer-free" {
            let clipped = momentum.clip(AdaptiveClipping::default());
            self.train(&mut *model, clipped, |optimizer, rate| {
                optimizer.optimizer.learning_rate = rate;
            })
        } else {
            self.train(&mut *model, momentum, |optimizer, rate| {
                optimizer.learning_rate = rate;
            })
        }
    }
}

impl Run<'_> {
    /// Trains a model, and gives its accuracy on the test images.
    fn train<M, O: Optimizer>(
        &self,
        model: &mut M,
        optimizer: O,
        set_rate: impl Fn(&mut O, f64),
    ) -> f64
    where
        M: Model<Input = Tensor3<28, 28, 1>, Output = Tensor1<10>>,
    {
        let loss = SparseCategoricalCrossentropy::default();
        let mut training = model.compile(optimizer, loss, (Accuracy,));
        for epoch in 0..self.epochs {
            let progress = epoch as f64 / (self.epochs - 1).max(1) as f64;
            let rate = rate(self.batch) * (1.0 - 0.9 * progress);
            set_rate(training.optimizer_mut(), rate);
            let fit = Fit {
                batch_size: self.batch,
                seed: self.seed * 1000 + epoch as u64,
                verbose: Verbose::Silent,
                ..Fit::default()
            };
            let fitted = training.fit(self.train, fit);
            fitted.expect("images and classes of the model's shapes");
        }
        let evaluation = training.evaluate(self.test);
        let evaluation = evaluation.expect("images and classes of the model's shapes");
        evaluation.metrics.0.into()
    }
}

/// The rule for the learning rate.
fn rate(batch: usize) -> f64 {
    0.1 * batch as f64 / 128.0
}

/// What the normalization is called in the table.
fn name(member: &Member) -> String {
    let argument = member
        .argument("normalization")
        .map(|argument| argument.to_string());
    match argument.as_deref() {
        Some("frn_tlu") => "FRN + TLU".into(),
        Some("frn_relu") => "FRN + ReLU".into(),
        Some("free") => "normalizer-free".into(),
        other => other.unwrap_or_default().into(),
    }
}

fn options() -> Result<Options, Box<dyn Error>> {
    let mut options = Options {
        data: Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/fashion-mnist"),
        full: false,
        epochs: 5,
        seeds: 3,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(name) = arguments.next() {
        if name == "--full" {
            options.full = true;
            continue;
        }
        let value = arguments
            .next()
            .ok_or_else(|| format!("`{name}` needs a value"))?;
        match name.as_str() {
            "--data" => options.data = value.into(),
            "--epochs" => options.epochs = value.parse()?,
            "--seeds" => options.seeds = value.parse()?,
            _ => {
                return Err(format!(
                    "unknown option `{name}`: there are --full, --data, --epochs and --seeds"
                )
                .into());
            }
        }
    }
    Ok(options)
}
