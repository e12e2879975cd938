//! Trains the network of the web page on digits that are turned, scaled, slanted and moved anew in each epoch.
//!
//! ```text
//! cargo run --release -p formwork-networks --example digits -- --data DIR
//! ```
//!
//! DIR holds the four IDX files of MNIST, gzipped or not; without it the 6,000 + 1,000 images of `examples/data/mnist` serve.
//! `--epochs`, `--seed` and `--threads` are further options; the result depends on data, epochs and seed alone. The weights go to
//! `target/digits/digits.safetensors`, or where `--weights` says.

use formwork::data::{View, mnist};
use formwork::prelude::*;
use formwork::random::Stream;
use formwork_networks::Digits;
use std::error::Error;
use std::path::{Path, PathBuf};

type Image = Tensor3<28, 28, 1>;

const SIDE: usize = 28;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::read()?;
    let (train, test) = mnist::load_dir::<Image>(&options.data)?;
    let mut model = Digits::init(options.seed);
    println!("{}", Digits::summary());

    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let mut varied = train.inputs().to_vec();
    for epoch in 0..options.epochs {
        vary(
            train.inputs(),
            &mut varied,
            &mut Stream::new(options.seed, epoch as u64),
        );
        // Falls from 2e-3 along half a cosine.
        let progress = epoch as f64 / options.epochs as f64;
        let falling = 0.5 * (1.0 + (std::f64::consts::PI * progress).cos());
        training.optimizer_mut().learning_rate = 2e-3 * falling.max(0.005);
        let fit = Fit {
            batch_size: 64,
            seed: options.seed + epoch as u64,
            threads: options.threads,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        training.fit(&View::<Image, u8>::new(&varied, train.targets())?, fit)?;
        let (seen, unseen) = (training.evaluate(&train)?, training.evaluate(&test)?);
        println!(
            "epoch {:>3}: accuracy {:.4}, in the test {:.4}",
            epoch + 1,
            seen.metrics.0,
            unseen.metrics.0
        );
    }
    let evaluation = training.evaluate(&test)?;

    if let Some(folder) = options.weights.parent() {
        std::fs::create_dir_all(folder)?;
    }
    model.save(&options.weights)?;
    println!("The weights are in {}.", options.weights.display());
    println!("test accuracy: {:.4}", evaluation.metrics.0);
    Ok(())
}

/// Each image once more, a little different, as another hand would have drawn it.
fn vary(images: &[Image], varied: &mut [Image], random: &mut Stream) {
    for (image, varied) in images.iter().zip(varied) {
        // In −1…1.
        let mut some = || 2.0 * random.uniform() - 1.0;
        let (turn, slant) = (0.2 * some(), 0.2 * some());
        let (wide, high) = (1.0 + 0.15 * some(), 1.0 + 0.15 * some());
        let (right, down) = (1.5 * some(), 1.5 * some());
        let (sine, cosine) = turn.sin_cos();
        let middle = (SIDE - 1) as f32 / 2.0;
        for row in 0..SIDE {
            for column in 0..SIDE {
                let (x, y) = (column as f32 - middle - right, row as f32 - middle - down);
                let (x, y) = (cosine * x - sine * y, sine * x + cosine * y);
                let (x, y) = (wide * (x + slant * y), high * y);
                varied[(row, column, 0)] = between(image, y + middle, x + middle);
            }
        }
    }
}

/// The grey value at a point between four pixels, weighted by how near they are. Outside it is black.
fn between(image: &Image, y: f32, x: f32) -> f32 {
    let (top, left) = (y.floor(), x.floor());
    let (below, right) = (y - top, x - left);
    let pixel = |row: f32, column: f32| {
        let inside = 0.0..SIDE as f32;
        if inside.contains(&row) && inside.contains(&column) {
            image[(row as usize, column as usize, 0)]
        } else {
            0.0
        }
    };
    (1.0 - below) * ((1.0 - right) * pixel(top, left) + right * pixel(top, left + 1.0))
        + below * ((1.0 - right) * pixel(top + 1.0, left) + right * pixel(top + 1.0, left + 1.0))
}

struct Options {
    data: PathBuf,
    epochs: usize,
    seed: u64,
    threads: usize,
    weights: PathBuf,
}

impl Options {
    fn read() -> Result<Options, Box<dyn Error>> {
        let mut options = Options {
            data: Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/mnist"),
            epochs: 16,
            seed: 2017,
            threads: 0,
            weights: "target/digits/digits.safetensors".into(),
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
                "--weights" => options.weights = value.into(),
                _ => {
                    return Err(format!(
                        "unknown option `{name}`: there are --data, --epochs, --seed, --threads and --weights"
                    )
                    .into());
                }
            }
        }
        Ok(options)
    }
}
