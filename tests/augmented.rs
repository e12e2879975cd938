//! Training from a source whose images are augmented: neither threads, nor batches that are made ahead, nor a break change a bit.

use formwork::data::augment::Augmentation;
use formwork::data::{Batches, Source};
use formwork::plain;
use formwork::prelude::*;

model! {
    struct Small {
        Input(8, 8, 1),
        Conv2D(4, 3, activation = relu),
        Flatten(),
        Dense(3, activation = softmax),
    }
}

fn data() -> Dataset<Tensor3<8, 8, 1>, u8> {
    let mut images = vec![Tensor3::<8, 8, 1>::zeros(); 50];
    for (place, value) in plain::mut_slice_of(&mut images).iter_mut().enumerate() {
        *value = (place as f32 * 0.37).sin();
    }
    let classes = (0..50).map(|number| number % 3).collect();
    Dataset::new(images, classes).expect("as many of each")
}

fn augmented() -> Batches<Tensor3<8, 8, 1>, u8> {
    Batches::new(data(), 16).augment([
        Augmentation::FlipHorizontal,
        Augmentation::Crop { smallest: 0.8 },
        Augmentation::Shift {
            rows: 1,
            columns: 2,
        },
        Augmentation::Noise { deviation: 0.1 },
    ])
}

fn train(
    model: &mut Small,
    source: &mut impl Source<Input = Tensor3<8, 8, 1>, Targets = u8>,
    epochs: usize,
    threads: usize,
    checkpoint: Option<Checkpoint>,
) {
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs,
        threads,
        seed: 11,
        verbose: Verbose::Silent,
        checkpoint,
        ..Fit::default()
    };
    training.fit_source(source, fit).expect("batches");
}

/// The weights after three epochs.
fn bits(train: impl FnOnce(&mut Small)) -> Vec<u32> {
    let mut model = Small::init(4);
    train(&mut model);
    model.trainable().iter().map(|w| w.to_bits()).collect()
}

#[test]
fn bits_depend_on_seed_and_epoch_alone() {
    let expected = bits(|model| train(model, &mut augmented(), 3, 1, None));
    assert_eq!(
        expected,
        bits(|model| train(model, &mut augmented(), 3, 2, None))
    );
    assert_eq!(
        expected,
        bits(|model| train(model, &mut augmented().prefetch(3), 3, 1, None))
    );
    assert_eq!(
        expected,
        bits(|model| train(model, &mut augmented().prefetch_on(2, 4), 3, 2, None))
    );
    let plain = bits(|model| train(model, &mut Batches::new(data(), 16), 3, 1, None));
    assert_ne!(expected, plain);
}

#[test]
fn a_training_that_goes_on_sees_what_it_would_have_seen() {
    let path = std::env::temp_dir().join(format!("formwork-augmented-{}", std::process::id()));
    let checkpoint = || Some(Checkpoint::new(&path));
    let expected = bits(|model| train(model, &mut augmented(), 3, 1, None));
    bits(|model| train(model, &mut augmented(), 1, 1, checkpoint()));
    let resumed = bits(|model| train(model, &mut augmented().prefetch(2), 3, 2, checkpoint()));
    std::fs::remove_file(&path).expect("a checkpoint was written");
    assert_eq!(expected, resumed);
}
