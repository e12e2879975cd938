//! A sequence model: which of nine men says /ae/?
//!
//! ```text
//! cargo run --release --example japanese_vowels
//! ```
//!
//! Of the 370 test utterances scikit-learn
//! 1.9.1 recognizes a share of 0.9622 by `GaussianNB` and 0.9649 by `KNeighborsClassifier(1)`, and 0.9919 by
//! `LogisticRegression` on all 300 numbers at their place in time: `python3 examples/data/baselines.py`. The example fails if it doesn't beat
//! the first two.

use formwork::data::Scaling;
use formwork::data::npy::Archive;
use formwork::prelude::*;
use std::error::Error;
use std::path::Path;

model! {
    /// Twelve coefficients over 25 steps in, the probabilities of nine speakers out.
    pub struct Speaker {
        let utterance = Input(25, 12);
        let forward = LSTM(48)(utterance);
        let backward = LSTM(48, go_backwards = true)(utterance);
        let both = Dropout(0.4)(Concatenate()([forward, backward]));
        Dense(9, activation = softmax)(both)
    }
}

/// The baseline that is to be beaten.
const BASELINE: f32 = 0.9649;

fn utterances(name: &str) -> Result<(Vec<Tensor2<25, 12>>, Vec<u8>), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/japanese_vowels");
    let archive = Archive::open(folder.join(name))?;
    Ok((
        archive.array("x")?.tensors()?,
        archive.array("y")?.labels()?,
    ))
}

fn main() -> Result<(), Box<dyn Error>> {
    let (mut train, speakers) = utterances("train.npz")?;
    let (mut test, test_speakers) = utterances("test.npz")?;
    let scaling = Scaling::standard(&train);
    scaling.apply(&mut train);
    scaling.apply(&mut test);
    let (train, test) = (
        Dataset::new(train, speakers)?,
        Dataset::new(test, test_speakers)?,
    );

    let mut model = Speaker::init(2017);
    let mut training = model.compile(
        Adam {
            learning_rate: 2e-3,
            ..Adam::default()
        },
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs: 60,
        batch_size: 16,
        seed: 2017,
        ..Fit::default()
    };
    training.fit(&train, fit)?;

    let accuracy = training.evaluate(&test)?.metrics.0;
    println!("test accuracy: {accuracy:.4}; the baseline has {BASELINE}");
    if accuracy > BASELINE {
        Ok(())
    } else {
        Err("the baseline isn't beaten".into())
    }
}
