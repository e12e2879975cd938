//! Squeeze-and-excitation as a block of built-in layers and as a type: the same numbers, before, in and after training.

mod common;

#[allow(dead_code)] // its `main`
#[path = "../examples/squeeze_excitation.rs"]
mod example;

use common::run::{infer, step};
use example::{OfLayers, same_weights};
use formwork::data::Targets;
use formwork::kernels::team::Team;
use formwork::model;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::tensor::Sample;

model! {
    /// The same two as small models, whose inputs' gradients a step gives.
    #[model(input_gradients)]
    pub struct Block {
        let x = Input(3, 5, 4);
        let hidden = Dense(2, activation = relu)(GlobalAveragePooling2D()(x));
        x * Reshape(1, 1, 4)(Dense(4, activation = sigmoid)(hidden))
    }

    #[model(input_gradients)]
    pub struct Type {
        let x = Input(3, 5, 4);
        let y: Tensor3<3, 5, 4> = example::my::SqueezeExcitation::<3, 5, 4, 2>(x);
        y
    }
}

/// Numbers in −1..1.
fn numbers(count: usize, seed: u64) -> Vec<f32> {
    let mut stream = Stream::new(seed, 5);
    (0..count).map(|_| 2.0 * stream.uniform() - 1.0).collect()
}

#[track_caller]
fn close(one: &[f32], other: &[f32], tolerance: f32) {
    assert_eq!(one.len(), other.len());
    for (index, (one, other)) in one.iter().zip(other).enumerate() {
        let near = (one - other).abs() <= tolerance * (1.0 + other.abs());
        assert!(near, "[{index}]: {one} and {other}");
    }
}

#[test]
fn both_have_the_same_gradients() {
    let (mut block, mut own) = (Block::init(1), Type::init(1));
    let weights = numbers(Block::TRAINABLE, 3);
    assert_eq!(Type::TRAINABLE, Block::TRAINABLE);
    block.trainable_mut().copy_from_slice(&weights);
    own.trainable_mut().copy_from_slice(&weights);
    let (batch, len) = (9, 60);
    let input = numbers(batch * len, 4);
    let cotangents = vec![numbers(batch * len, 5)];
    let team = Team::new(2);
    let one = step(
        &mut *block,
        &team,
        batch,
        &[&input],
        cotangents.clone(),
        true,
    );
    let other = step(&mut *own, &team, batch, &[&input], cotangents, true);
    close(&other.predictions[0], &one.predictions[0], 1e-6);
    close(&other.input_gradients[0], &one.input_gradients[0], 1e-5);
    assert!(one.gradients.iter().any(|value| value.abs() > 0.1));
    close(&other.gradients, &one.gradients, 1e-5);
}

#[test]
fn both_stay_together_in_training() {
    let mut of_layers = OfLayers::init(7);
    let mut of_one_type = same_weights(&of_layers);
    let images: Vec<Tensor3<28, 28, 1>> = (0..24)
        .map(|image| {
            let mut tensor = Tensor3::default();
            tensor.as_mut_slice().copy_from_slice(&numbers(784, image));
            tensor
        })
        .collect();
    let labels: Vec<u8> = (0..24).map(|image| image % 10).collect();
    let data = Dataset::new(images, labels).unwrap();
    let start = of_layers.trainable().to_vec();
    fn fit<'a, I: Sample, T: Targets>() -> Fit<'a, I, T> {
        Fit {
            epochs: 2,
            batch_size: 8,
            seed: 7,
            verbose: Verbose::Silent,
            ..Fit::default()
        }
    }
    // Plain steps: an adaptive optimizer makes large steps of gradients that are rounding alone.
    let sgd = || Sgd {
        learning_rate: 0.05,
        ..Sgd::default()
    };
    let loss = SparseCategoricalCrossentropy::default;
    let first = (of_layers.compile(sgd(), loss(), (Accuracy,))).fit(&data, fit());
    let second = (of_one_type.compile(sgd(), loss(), (Accuracy,))).fit(&data, fit());
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!(first.epochs(), second.epochs());
    let moved = |after: &[f32]| {
        let pairs = after.iter().zip(&start);
        pairs
            .map(|(after, before)| (after - before).abs())
            .fold(0.0, f32::max)
    };
    assert!(moved(of_layers.trainable()) > 1e-3);
    let expected = same_weights(&of_layers);
    close(of_one_type.trainable(), expected.trainable(), 2e-5);
    let input = numbers(784 * 3, 99);
    let one = infer(&*of_layers, &Team::alone(), 3, &[&input]);
    let other = infer(&*of_one_type, &Team::alone(), 3, &[&input]);
    close(&other[0], &one[0], 2e-5);
}
