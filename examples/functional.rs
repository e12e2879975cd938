//! The functional form: two images go through one encoder, whose weights they share; a residual block compares what comes
//! out, and two outputs say which digit the first image shows and whether both show the same.
//!
//! `cargo run --release --example functional`

use formwork::data::mnist;
use formwork::prelude::*;
use formwork::random::Stream;
use std::error::Error;
use std::path::Path;

model! {
    /// Two digits in; the class of the first and the probability that they are the same out.
    pub struct Pair {
        let first = Input(784);
        let second = Input(784);

        // One layer, applied twice: one set of weights, whose gradients are summed.
        let encoder = Dense(64, activation = relu);
        let a = encoder(first);
        let b = encoder(second);

        let difference = a - b;
        let distance = Concatenate()([difference * difference, a * b]);
        let hidden = Dense(64, activation = relu)(distance);
        let residual = Dense(64)(hidden);
        let compared = Activation(relu)(residual + hidden);

        let digit = Dense(10, activation = softmax)(a);
        let same = Dense(1, activation = sigmoid)(compared);
        (digit, same)
    }
}

/// Pairs of images, half of which show the same digit.
type Pairs = Dataset<(Tensor1<784>, Tensor1<784>), (u8, f32)>;

fn pairs(
    images: &[Tensor1<784>],
    labels: &[u8],
    count: usize,
    seed: u64,
) -> Result<Pairs, Box<dyn Error>> {
    let mut stream = Stream::new(seed, 0);
    let mut of_digit: Vec<Vec<usize>> = vec![Vec::new(); 10];
    for (index, &label) in labels.iter().enumerate() {
        of_digit[usize::from(label)].push(index);
    }
    let (mut first, mut second) = (Vec::with_capacity(count), Vec::with_capacity(count));
    let (mut digits, mut sames) = (Vec::with_capacity(count), Vec::with_capacity(count));
    for pair in 0..count {
        let a = stream.below(images.len() as u32) as usize;
        let b = if pair % 2 == 0 {
            let alike = &of_digit[usize::from(labels[a])];
            alike[stream.below(alike.len() as u32) as usize]
        } else {
            stream.below(images.len() as u32) as usize
        };
        first.push(images[a].clone());
        second.push(images[b].clone());
        digits.push(labels[a]);
        sames.push(f32::from(u8::from(labels[a] == labels[b])));
    }
    Ok(Dataset::new((first, second), (digits, sames))?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data/mnist");
    let (train, test) = mnist::load_dir::<Tensor1<784>>(&folder)?;
    let train = pairs(train.inputs(), train.targets(), 12_000, 1)?;
    let test = pairs(test.inputs(), test.targets(), 2_000, 2)?;

    println!("{}\n", Pair::summary());
    let mut model = Pair::init(2017);
    let mut training = model.compile(
        Adam::default(),
        (
            SparseCategoricalCrossentropy::default(),
            Weighted(BinaryCrossentropy::default(), 2.0),
        ),
        (OnOutput::<0, _>(Accuracy), OnOutput::<1, _>(Accuracy)),
    );
    training.fit(
        &train,
        Fit {
            epochs: 5,
            batch_size: 64,
            validation_split: 0.1,
            ..Fit::default()
        },
    )?;

    let result = training.evaluate(&test)?;
    println!(
        "\nwhich digit: {:.4} of the test pairs are right",
        result.metrics.0
    );
    println!("the same or not: {:.4} are right", result.metrics.1);
    let (first, second) = test.inputs();
    println!("\npair  digit  guess  same  probability");
    for pair in 0..8 {
        let (digit, same) = training.predict(&(first[pair].clone(), second[pair].clone()));
        let guess = (0..10)
            .max_by(|&a, &b| digit[a].total_cmp(&digit[b]))
            .unwrap_or(0);
        let (digits, sames) = test.targets();
        println!(
            "{pair:4}  {:5}  {guess:5}  {:4}  {:.3}",
            digits[pair], sames[pair] as u8, same[0]
        );
    }
    Ok(())
}
