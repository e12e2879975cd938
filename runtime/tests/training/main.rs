//! `compile`, `fit`, `evaluate` and `predict` on models written by hand.
#![allow(unsafe_code)] // declares the models to be plain data, and counts allocations

mod callbacks;
#[path = "../common/mod.rs"]
mod common;
mod errors;
mod events;
mod fitting;
mod linear;
mod memory;
mod metrics;
#[path = "../mutations/mod.rs"]
mod mutations;
mod prediction;
mod resumption;
mod several;

use formwork_runtime::data::Dataset;
use formwork_runtime::random::Stream;
use formwork_runtime::tensor::Tensor1;
use linear::{CLASSES, INPUTS};

/// Samples of classes that differ in a few inputs each, with noise.
fn samples(count: usize) -> Dataset<Tensor1<INPUTS>, u8> {
    let mut numbers = Stream::new(11, 3);
    let mut inputs = vec![];
    let mut labels = vec![];
    for sample in 0..count {
        let class = (sample * 7) % CLASSES;
        let mut input = Tensor1::<INPUTS>::zeros();
        for (index, value) in input.iter_mut().enumerate() {
            *value = 0.25 * numbers.uniform() + if index % CLASSES == class { 0.5 } else { 0.0 };
        }
        inputs.push(input);
        labels.push(class as u8);
    }
    Dataset::new(inputs, labels).unwrap()
}
