//! Training step by step against Keras: the loss of each of 20 fixed batches, and the weights afterwards.

mod common;

use common::reference::{Case, Tolerance, compare, family, within};
use common::run::{tensor, tensor_mut};
use formwork::clipping::Head;
use formwork::data::{Dataset, Targets};
use formwork::losses::{Loss, Target};
use formwork::optimizers::Optimizer;
use formwork::plain;
use formwork::prelude::*;
use formwork::tensor::{Elements, Tensor};

mod mlp {
    use formwork::model;

    model! {
        pub struct Net {
            let x = Input(12);
            let l0 = Dense(24, activation = relu)(x);
            let l1 = Dense(16, activation = tanh)(l0);
            let l2 = Dense(4, activation = softmax)(l1);
            l2
        }
    }
}

mod cnn_bn {
    use formwork::model;

    model! {
        pub struct Net {
            let x = Input(8, 8, 2);
            let l0 = Conv2D(6, 3, padding = same, use_bias = false)(x);
            let l1 = BatchNormalization(momentum = 0.9)(l0);
            let l2 = Activation(relu)(l1);
            let l3 = MaxPooling2D()(l2);
            let l4 = Conv2D(8, 3)(l3);
            let l5 = BatchNormalization(allow = useless_bias)(l4);
            let l6 = GlobalAveragePooling2D()(l5);
            let l7 = Dense(3, activation = softmax)(l6);
            l7
        }
    }
}

mod cnn_frn_tlu {
    use formwork::model;

    model! {
        pub struct Net {
            let x = Input(7, 7, 2);
            let l0 = Conv2D(5, 3, strides = 2, padding = same)(x);
            let l1 = FilterResponseNormalization()(l0);
            let l2 = ThresholdedLinearUnit()(l1);
            let l3 = Conv2D(6, 3, padding = same)(l2);
            let l4 = FilterResponseNormalization(learned_epsilon = true)(l3);
            let l5 = ThresholdedLinearUnit()(l4);
            let l6 = Flatten()(l5);
            let l7 = Dense(3, activation = softmax)(l6);
            l7
        }
    }
}

mod lstm {
    use formwork::model;

    model! {
        pub struct Net {
            let x = Input(6, 4);
            let l0 = LSTM(8)(x);
            let l1 = Dense(3, activation = softmax)(l0);
            l1
        }
    }
}

const LOSS: Tolerance = within(1e-4, 1e-5);
const WEIGHTS: Tolerance = within(1e-3, 1e-4);
/// A bias before a batch normalisation has a gradient of exactly zero; what is left is noise.
const BIAS_BEFORE_NORMALIZATION: Tolerance = within(1e-3, 1e-3);

/// As [`follow_with`], for classes.
fn follow<M, D, O>(case: &Case, optimizer: O, threads: usize)
where
    D: Elements,
    M: Model<Input = Tensor<D>>,
    O: Optimizer,
    SparseCategoricalCrossentropy: Loss<M::Output, u8>,
    M::Output: formwork::tensor::Sample,
{
    let classes = case.tensor("y_true");
    let labels: Vec<u8> = classes.values.iter().map(|&label| label as u8).collect();
    let loss = SparseCategoricalCrossentropy::default();
    follow_with::<M, D, _, _, _>(case, optimizer, loss, &labels, threads);
}

/// Trains on the case's batches on some threads, and compares the losses, the weights, and the predictions for the first
/// batch.
fn follow_with<M, D, T, L, O>(case: &Case, optimizer: O, loss: L, labels: &[T], threads: usize)
where
    D: Elements,
    M: Model<Input = Tensor<D>>,
    T: Target + Targets<Owned = Vec<T>> + Clone,
    L: Loss<M::Output, T>,
    O: Optimizer,
    M::Output: formwork::tensor::Sample,
{
    let mut model = plain::zeroed_box::<M>();
    for entry in M::TABLE {
        tensor_mut(&mut *model, entry).copy_from_slice(&case.tensor(entry.name).single());
    }
    let x = case.tensor("x");
    let (batches, batch) = (x.shape[0], x.shape[1]);
    let mut losses = Vec::new();
    let values = x.single();
    let mut training = model.compile(optimizer, loss, ());
    training.use_threads(threads);
    for step in 0..batches {
        let mut inputs: Vec<M::Input> = plain::zeroed_vec(batch);
        let elements = values.len() / batches;
        plain::mut_slice_of(&mut inputs)
            .copy_from_slice(&values[step * elements..(step + 1) * elements]);
        let data = Dataset::new(inputs, labels[step * batch..(step + 1) * batch].to_vec())
            .expect("as many labels");
        losses.push(training.train_on_batch(&data).expect("the data fits").loss);
    }
    drop(training);
    compare(
        &format!("{} loss", case.name),
        &losses,
        &case.tensor("loss").values,
        LOSS,
        &[],
    );
    for entry in M::TABLE {
        let name = format!("{}_after", entry.name);
        let is_noise = case.name == "cnn_bn" && entry.name == "l4.bias";
        let tolerance = if is_noise {
            BIAS_BEFORE_NORMALIZATION
        } else {
            WEIGHTS
        };
        compare(
            &name,
            tensor(&*model, entry),
            &case.tensor(&name).values,
            tolerance,
            &[],
        );
    }
    let first = &values[..values.len() / batches];
    let predictions = common::run::infer(
        &*model,
        &formwork::kernels::team::Team::alone(),
        batch,
        &[first],
    );
    compare(
        "y_first_batch_after",
        &predictions[0],
        &case.tensor("y_first_batch_after").values,
        WEIGHTS,
        &[],
    );
}

/// Which layers change if no unit's gradient may be anything.
#[test]
fn the_last_layer_is_the_head() {
    let changed = |head| {
        let mut model = mlp::Net::init(1);
        let before = model.trainable().to_vec();
        let clipping = AdaptiveClipping {
            clipping: 0.0,
            head,
            ..AdaptiveClipping::default()
        };
        let optimizer = Sgd::default().clip(clipping);
        let data = Dataset::new(vec![Tensor([0.5; 12]); 3], vec![0u8, 1, 2]).expect("three labels");
        let loss = SparseCategoricalCrossentropy::default();
        let mut training = model.compile(optimizer, loss, ());
        training.train_on_batch(&data).expect("the data fits");
        let mut names = Vec::new();
        for entry in mlp::Net::TABLE {
            let own = entry.offset..entry.offset + entry.len();
            if model.trainable()[own.clone()] != before[own] {
                names.push(entry.name);
            }
        }
        names
    };
    assert_eq!(changed(Head::LastLayer), ["l2.kernel", "l2.bias"]);
    assert!(changed(Head::None).is_empty());
    assert_eq!(
        changed(Head::Named(&["l0.bias", "l1"])),
        ["l0.bias", "l1.kernel", "l1.bias"]
    );
}

#[test]
fn mlp_follows_keras_step_by_step() {
    let case = &family("training")["mlp"];
    for threads in [1, 2] {
        follow::<mlp::Net, _, _>(
            case,
            Sgd {
                learning_rate: 0.1,
                momentum: 0.9,
                ..Sgd::default()
            },
            threads,
        );
    }
}

#[test]
fn cnn_with_batch_normalization_follows_keras_step_by_step() {
    let case = &family("training")["cnn_bn"];
    for threads in [1, 2] {
        follow::<cnn_bn::Net, _, _>(
            case,
            Adam {
                learning_rate: 0.005,
                ..Adam::default()
            },
            threads,
        );
    }
}

#[test]
fn cnn_with_filter_response_normalization_follows_the_reference_step_by_step() {
    let case = &family("training")["cnn_frn_tlu"];
    for threads in [1, 2] {
        let momentum = Sgd {
            learning_rate: 0.05,
            momentum: 0.9,
            nesterov: false,
        };
        let clipped = momentum.clip(ClipByGlobalNorm(1.0));
        follow::<cnn_frn_tlu::Net, _, _>(case, clipped, threads);
    }
}

#[test]
fn lstm_follows_keras_step_by_step() {
    let case = &family("training")["lstm_classifier"];
    let probabilities = case.tensor("y_true").single();
    let labels: Vec<Tensor1<3>> = probabilities
        .chunks_exact(3)
        .map(|row| Tensor([row[0], row[1], row[2]]))
        .collect();
    for threads in [1, 2] {
        let rmsprop = Rmsprop {
            learning_rate: 0.005,
            ..Rmsprop::default()
        };
        let loss = CategoricalCrossentropy {
            label_smoothing: 0.05,
            ..CategoricalCrossentropy::default()
        };
        follow_with::<lstm::Net, _, _, _, _>(case, rmsprop, loss, &labels, threads);
    }
}
