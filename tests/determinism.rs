//! The same seed gives the same bits on any number of threads, and the same declaration the same code.

use formwork::data::Dataset;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::tensor::{Elements, Tensor};

model! {
    /// Everything whose result could depend on the order of sums: batch normalisation on maps and on vectors, dropout after
    /// convolution and dense layers, sharded and late weight gradients.
    pub struct Net {
        Input(9, 7, 2),
        Conv2D(6, 3, padding = same, use_bias = false),
        BatchNormalization(),
        Activation(relu),
        Dropout(0.2),
        MaxPooling2D(2, allow = dropped_pixels),
        Conv2D(5, 2, activation = tanh),
        Flatten(),
        Dense(33),
        BatchNormalization(allow = useless_bias),
        Activation(relu),
        Dropout(0.4),
        Dense(4, activation = softmax),
    }

    /// A coarse segment, with late weight gradients alone.
    pub struct Coarse {
        Input(6, 5),
        LSTM(7, return_sequences = true),
        Dropout(0.25),
        LSTM(9),
        Dense(12, activation = gelu),
        Dropout(0.5),
        Dense(4, activation = softmax),
    }
}

fn data<D: Elements>(count: usize) -> Dataset<Tensor<D>, u8> {
    let mut stream = Stream::new(5, 1);
    let mut inputs: Vec<Tensor<D>> = formwork::plain::zeroed_vec(count);
    formwork::plain::mut_slice_of(&mut inputs).fill_with(|| stream.uniform() - 0.5);
    let labels = (0..count).map(|_| stream.below(4) as u8).collect();
    Dataset::new(inputs, labels).expect("as many labels as inputs")
}

/// Parameters and state after three epochs; the last batch of an epoch is a partial one.
fn trained<M>(threads: usize, data: &Dataset<M::Input, u8>) -> (Vec<f32>, Vec<f32>, Vec<f32>)
where
    M: Model,
    M::Input: formwork::tensor::Sample,
    Dataset<M::Input, u8>: formwork::data::Data<Input = M::Input, Targets = u8>,
    SparseCategoricalCrossentropy: formwork::losses::Loss<M::Output, u8>,
    (Accuracy,): formwork::metrics::Metrics<M::Output, u8>,
{
    let mut model = M::init(2017);
    let mut training = model.compile(
        Adam::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let fit = Fit {
        epochs: 3,
        batch_size: 29,
        validation_split: 0.2,
        seed: 11,
        threads,
        verbose: Verbose::Silent,
        ..Fit::default()
    };
    let history = training.fit(data, fit).expect("the data fits the model");
    let loss = history.get("loss").expect("a loss").to_vec();
    (model.trainable().to_vec(), model.state().to_vec(), loss)
}

#[test]
fn one_two_three_and_eight_threads_give_the_same_bits() {
    let data = data::<[[[f32; 2]; 7]; 9]>(150);
    let alone = trained::<Net>(1, &data);
    assert!(alone.0.iter().all(|value| value.is_finite()));
    for threads in [2, 3, 8] {
        assert!(
            trained::<Net>(threads, &data) == alone,
            "{threads} threads differ from one"
        );
    }
}

#[test]
fn coarse_segments_give_the_same_bits_too() {
    let data = data::<[[f32; 5]; 6]>(150);
    let alone = trained::<Coarse>(1, &data);
    assert!(alone.0.iter().all(|value| value.is_finite()));
    for threads in [2, 3, 8] {
        assert!(
            trained::<Coarse>(threads, &data) == alone,
            "{threads} threads differ from one"
        );
    }
}
