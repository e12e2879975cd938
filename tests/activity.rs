//! What layers give costs something: `activity_regularizer` and `ActivityRegularization`.

mod common;

use common::reference::{Case, family};
use formwork::data::Dataset;
use formwork::plain;
use formwork::prelude::*;
use formwork::tensor::{Elements, Tensor};

model! {
    pub struct OfDense {
        Input(4),
        Dense(3, activation = tanh, kernel_regularizer = l2(0.1), bias_regularizer = l1(0.2), activity_regularizer = l2(0.05)),
    }

    pub struct OfConvolution {
        Input(4, 4, 2),
        Conv2D(2, 3, activity_regularizer = l1(0.01)),
    }

    /// The penalized output is read twice, and is an output too.
    pub struct AsArgument {
        let x = Input(4);
        let hidden = Dense(5, activation = tanh, activity_regularizer = l1_l2(l1 = 0.25, l2 = 0.5))(x);
        let other = Dense(5)(hidden);
        (hidden, Dense(2)(hidden + other))
    }

    pub struct AsLayer {
        let x = Input(4);
        let hidden = Dense(5, activation = tanh)(x);
        let costly = ActivityRegularization(l1 = 0.25, l2 = 0.5)(hidden);
        let other = Dense(5)(costly);
        (costly, Dense(2)(costly + other))
    }

    pub struct Free {
        let x = Input(4);
        let hidden = Dense(5, activation = tanh)(x);
        let other = Dense(5)(hidden);
        (hidden, Dense(2)(hidden + other))
    }
}

fn tensors<E: Elements>(samples: usize, values: &[f32]) -> Vec<Tensor<E>> {
    let mut tensors: Vec<Tensor<E>> = plain::zeroed_vec(samples);
    plain::mut_slice_of(&mut tensors).copy_from_slice(values);
    tensors
}

fn close(found: f32, expected: f64) {
    let tolerance = 1e-6 + 2e-6 * expected.abs();
    assert!(
        (f64::from(found) - expected).abs() < tolerance,
        "{found}, not {expected}"
    );
}

/// The penalties alone, since the labels weigh nothing, and their gradients.
macro_rules! alone {
    ($model:ty, $case:expr) => {{
        let case: &Case = $case;
        let mut model = <$model>::init(1);
        let kernel = case.tensor("kernel").single();
        let bias = case.tensor("bias").single();
        model
            .trainable_mut()
            .copy_from_slice(&[kernel, bias].concat());
        let (x, y) = (case.tensor("x"), case.tensor("y"));
        let samples = x.shape[0];
        let data = Dataset::new(tensors(samples, &x.single()), tensors(samples, &y.single()))
            .and_then(|data| data.with_weights(vec![0.0; samples]))
            .expect("as many of each");
        let mut training = model.compile(Sgd::default(), MeanSquaredError, ());
        let values = training.compute_gradients(&data).expect("data");
        close(values.loss, case.tensor("value").values[0]);
        let expected = [
            &case.tensor("dkernel").values[..],
            &case.tensor("dbias").values,
        ]
        .concat();
        let gradients = training.gradients_mut();
        assert_eq!(gradients.len(), expected.len());
        for (found, expected) in gradients.iter().zip(expected) {
            close(*found, expected);
        }
    }};
}

#[test]
fn penalties_and_their_gradients_are_those_of_keras() {
    let cases = family("regularizers_constraints");
    alone!(OfDense, &cases["dense_regularizers"]);
    alone!(OfConvolution, &cases["conv_activity_l1"]);
}

const SAMPLES: usize = 37;

fn data() -> Dataset<Tensor1<4>, (Tensor1<5>, Tensor1<2>)> {
    let wave = |len: usize, rate: f32| {
        (0..len)
            .map(|i| (i as f32 * rate).sin())
            .collect::<Vec<_>>()
    };
    let first = tensors(SAMPLES, &wave(5 * SAMPLES, 0.3));
    let second = tensors(SAMPLES, &wave(2 * SAMPLES, 1.1));
    Dataset::new(tensors(SAMPLES, &wave(4 * SAMPLES, 0.7)), (first, second))
        .expect("as many of each")
}

/// Losses of three epochs in batches that are no multiple of one another, and the weights at the end.
macro_rules! trained {
    ($model:ty, $threads:expr) => {{
        let mut model = <$model>::init(3);
        let mut training = model.compile(Sgd::default(), (MeanSquaredError, MeanSquaredError), ());
        let fit = Fit {
            epochs: 3,
            batch_size: 16,
            threads: $threads,
            verbose: Verbose::Silent,
            ..Fit::default()
        };
        let history = training.fit(&data(), fit).expect("data");
        let losses: Vec<u32> = history
            .get("loss")
            .expect("losses")
            .iter()
            .map(|loss| loss.to_bits())
            .collect();
        drop(training);
        let weights: Vec<u32> = model.trainable().iter().map(|w| w.to_bits()).collect();
        (losses, weights)
    }};
}

#[test]
fn the_argument_is_the_layer_behind_and_bits_do_not_depend_on_threads() {
    let one = trained!(AsArgument, 1);
    assert_eq!(one, trained!(AsArgument, 2));
    assert_eq!(one, trained!(AsArgument, 3));
    assert_eq!(one, trained!(AsLayer, 2));
    assert_ne!(one.1, trained!(Free, 2).1);
}

/// The difference between the losses of a batch is the mean penalty of its samples.
#[test]
fn the_loss_of_a_batch_grows_by_the_mean_penalty() {
    macro_rules! first {
        ($model:ty) => {{
            let mut model = <$model>::init(3);
            let mut training =
                model.compile(Sgd::default(), (MeanSquaredError, MeanSquaredError), ());
            training.train_on_batch(&data()).expect("data").loss
        }};
    }
    let model = Free::init(3);
    let (hidden, _) = model.predictor(1).predict_batch(data().inputs());
    let penalty: f64 = plain::slice_of(&hidden)
        .iter()
        .map(|y| f64::from(*y))
        .map(|y| 0.25 * y.abs() + 0.5 * y * y)
        .sum();
    close(first!(AsArgument) - first!(Free), penalty / SAMPLES as f64);
}

#[test]
fn nothing_is_left_of_it_in_predictions() {
    let (with, without) = (AsLayer::init(3), Free::init(3));
    let inputs = data();
    let of = inputs.inputs();
    assert!(with.predictor(1).predict_batch(of) == without.predictor(1).predict_batch(of));
    assert_eq!(
        <AsLayer as Model>::PREDICT_MEMORY,
        <Free as Model>::PREDICT_MEMORY
    );
    assert_eq!(
        Deployed::<AsLayer>::SCRATCH_BYTES,
        Deployed::<Free>::SCRATCH_BYTES
    );
}
