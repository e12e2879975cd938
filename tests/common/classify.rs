//! Random data for classifiers of one input, and a way to see gradients.

use formwork::data::Dataset;
use formwork::optimizers::{Optimizer, Update};
use formwork::plain;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::tensor::{Elements, Tensor};

/// A classifier of ten classes.
pub trait Classifier<D: Elements>: Model<Input = Tensor<D>, Output = Tensor1<10>> {}

impl<D: Elements, M: Model<Input = Tensor<D>, Output = Tensor1<10>>> Classifier<D> for M {}

/// So many random inputs and classes.
pub fn samples<D: Elements>(count: usize) -> Dataset<Tensor<D>, u8> {
    let mut stream = Stream::new(5, 1);
    let mut inputs: Vec<Tensor<D>> = plain::zeroed_vec(count);
    plain::mut_slice_of(&mut inputs).fill_with(|| stream.uniform() - 0.5);
    let labels = (0..count).map(|_| stream.below(10) as u8).collect();
    Dataset::new(inputs, labels).expect("as many labels as inputs")
}

/// Puts the gradient where the parameter was.
pub struct Reveal;

impl Optimizer for Reveal {
    fn learning_rate(&self, _step: u64) -> f64 {
        1.0
    }

    fn set_learning_rate(&mut self, _learning_rate: f64) -> bool {
        false
    }

    fn slots(&self) -> &'static [&'static str] {
        &[]
    }

    fn update(&self, update: Update<'_>) {
        update.parameters.copy_from_slice(update.gradients);
    }
}

/// The loss, the gradient and the state after a step of `batch` samples from the initial values of seed 1.
pub fn gradients<D: Elements, M: Classifier<D>>(
    threads: usize,
    batch: usize,
) -> (f32, Vec<f32>, Vec<f32>) {
    let mut model = M::init(1);
    let mut training = model.compile(Reveal, SparseCategoricalCrossentropy::default(), ());
    training.use_threads(threads);
    let loss = training
        .train_on_batch(&samples(batch))
        .expect("ten classes")
        .loss;
    (loss, model.trainable().to_vec(), model.state().to_vec())
}

/// Panics unless two gradients differ by rounding alone: in each place by no more than some of its sums' size.
pub fn assert_close(what: &str, ours: &[f32], others: &[f32]) {
    assert_eq!(ours.len(), others.len(), "{what}");
    let largest = others
        .iter()
        .fold(0f32, |largest, value| largest.max(value.abs()));
    assert!(largest > 0.0, "{what}: nothing to compare");
    for (place, (one, other)) in ours.iter().zip(others).enumerate() {
        let bound = 2e-5 * other.abs() + 2e-6 * largest;
        assert!(
            (one - other).abs() <= bound,
            "{what}: {one} and {other} at {place}"
        );
    }
}
