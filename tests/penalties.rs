//! Regularizers, constraints and initializers as a declaration attaches them to its layers.

use formwork::data::Dataset;
use formwork::plain;
use formwork::prelude::*;
use formwork::tensor::{Elements, Tensor};

mod my {
    use formwork::init::Initialize;
    use formwork::penalties::{Constraint, Regularizer};
    use formwork::random::Stream;
    use formwork::shape_rules::Shape;

    /// The squares of the differences of weights that follow each other.
    pub struct Smooth {
        pub strength: f32,
    }

    impl Regularizer for Smooth {
        fn penalize(&self, _: Shape, values: &[f32], mut gradient: Option<&mut [f32]>) -> f64 {
            let mut sum = 0.0;
            for index in 1..values.len() {
                let difference = values[index] - values[index - 1];
                sum += f64::from(self.strength * difference * difference);
                if let Some(gradient) = gradient.as_deref_mut() {
                    gradient[index] += 2.0 * self.strength * difference;
                    gradient[index - 1] -= 2.0 * self.strength * difference;
                }
            }
            sum
        }
    }

    /// No weight beyond a limit.
    pub struct Bounded {
        limit: f32,
    }

    impl Bounded {
        pub const fn new(limit: f32) -> Bounded {
            Bounded { limit }
        }
    }

    impl Constraint for Bounded {
        fn project(&self, _: Shape, values: &mut [f32]) {
            for value in values {
                *value = value.clamp(-self.limit, self.limit);
            }
        }
    }

    /// The numbers 0, 1, 2 … times a step, and a little noise.
    pub struct Ramp {
        pub step: f32,
    }

    impl Initialize for Ramp {
        fn fill(&self, shape: Shape, stream: &mut Stream, values: &mut [f32]) {
            assert_eq!(shape.len(), values.len());
            for (index, value) in values.iter_mut().enumerate() {
                *value = self.step * (index as f32 + 0.25 * stream.uniform());
            }
        }
    }
}

model! {
    pub struct Unpenalized {
        Input(4),
        Dense(3, activation = tanh),
        Dense(2),
    }

    pub struct Penalized {
        Input(4),
        Dense(3, activation = tanh, kernel_regularizer = l2(0.1), bias_regularizer = my::Smooth { strength: 0.25 }),
        Dense(2, kernel_regularizer = orthogonal(mode = columns, factor = 0.5), bias_regularizer = l1_l2(l1 = 0.2)),
    }

    pub struct Frozen {
        Input(4),
        Dense(3, activation = tanh, kernel_regularizer = l2(0.1), kernel_constraint = max_norm(0.1), trainable = false),
        Dense(2),
    }

    pub struct Shared {
        let a = Input(3);
        let twice = Dense(3, activation = tanh, kernel_regularizer = l1(0.5), use_bias = false);
        twice(twice(a))
    }

    pub struct Constrained {
        Input(5, 4, 2),
        DepthwiseConv2D(2, depth_multiplier = 2, depthwise_constraint = unit_norm),
        Conv2D(3, (2, 2), kernel_constraint = max_norm(0.5), bias_constraint = non_neg, allow = useless_bias),
        BatchNormalization(gamma_constraint = my::Bounded::new(0.75)),
        Flatten(),
        Dense(2, kernel_constraint = min_max_norm(0.5, 1.5, axis = 1)),
    }

    pub struct Started {
        Input(3),
        Dense(2, activation = relu, kernel_initializer = my::Ramp { step: 2.0 }, bias_initializer = constant(0.5)),
        Dense(500, kernel_initializer = variance_scaling(scale = 3, mode = fan_out, distribution = uniform)),
    }
}

const RATE: f32 = 0.1;

fn data<D: Elements, E: Elements>(samples: usize) -> Dataset<Tensor<D>, Tensor<E>> {
    let mut inputs: Vec<Tensor<D>> = plain::zeroed_vec(samples);
    let mut targets: Vec<Tensor<E>> = plain::zeroed_vec(samples);
    let fill = |values: &mut [f32], rate: f32| {
        for (index, value) in values.iter_mut().enumerate() {
            *value = (index as f32 * rate).sin();
        }
    };
    fill(plain::mut_slice_of(&mut inputs), 0.7);
    fill(plain::mut_slice_of(&mut targets), 1.3);
    Dataset::new(inputs, targets).expect("as many targets")
}

/// Loss of a step of plain gradient descent, and the weights after it.
macro_rules! stepped {
    ($model:ty, $threads:expr) => {{
        let mut model = <$model>::init(5);
        let data: Dataset<Tensor1<4>, Tensor1<2>> = data(9);
        let mut training = model.compile(
            Sgd {
                learning_rate: f64::from(RATE),
                ..Sgd::default()
            },
            MeanSquaredError,
            (),
        );
        training.use_threads($threads);
        let evaluated = training.evaluate(&data).expect("data").loss;
        let loss = training.train_on_batch(&data).expect("data").loss;
        drop(training);
        assert!((evaluated - loss).abs() < 1e-5, "{evaluated} {loss}");
        (loss, model.trainable().to_vec())
    }};
}

#[test]
fn penalties_are_added_to_loss_and_gradients() {
    let start = Unpenalized::init(5);
    let (w0, b0, w1, b1) = (
        &start.trainable()[..12],
        &start.trainable()[12..15],
        &start.trainable()[15..21],
        &start.trainable()[21..],
    );
    // The model starts with biases of 0, so the kernels alone cost something.
    assert!(b0.iter().chain(b1).all(|&bias| bias == 0.0));
    let squares: f32 = w0.iter().map(|weight| weight * weight).sum();
    let columns = |column: usize| [w1[column], w1[2 + column], w1[4 + column]];
    let product = |a: [f32; 3], b: [f32; 3]| -> f32 { a.iter().zip(b).map(|(a, b)| a * b).sum() };
    let (left, right) = (columns(0), columns(1));
    let lengths = [product(left, left).sqrt(), product(right, right).sqrt()];
    let cosine = product(left, right) / (lengths[0] * lengths[1]);
    let expected = 0.1 * squares + 0.5 * cosine.abs();
    let (plain_loss, plain) = stepped!(Unpenalized, 1);
    let (loss, penalized) = stepped!(Penalized, 1);
    assert!(
        (loss - plain_loss - expected).abs() < 1e-5,
        "{loss} {plain_loss} {expected}"
    );
    for index in 0..12 {
        let by = plain[index] - penalized[index];
        assert!((by - RATE * 0.2 * w0[index]).abs() < 1e-6, "{index}: {by}");
    }
    for row in 0..3 {
        let gradient =
            0.5 * cosine.signum() * (right[row] / lengths[1] - cosine * left[row] / lengths[0])
                / lengths[0];
        let by = plain[15 + 2 * row] - penalized[15 + 2 * row];
        assert!(
            (by - RATE * gradient).abs() < 1e-6,
            "{row}: {by} {gradient}"
        );
    }
    // At 0 the derivatives of both biases are 0, too.
    assert_eq!(plain[12..15], penalized[12..15]);
    assert_eq!(plain[21..], penalized[21..]);
    assert_eq!(stepped!(Penalized, 2), (loss, penalized));
}

#[test]
fn own_regularizers_act_on_what_has_moved() {
    let mut model = Penalized::init(5);
    model.trainable_mut()[12..15].copy_from_slice(&[1.0, 3.0, -1.0]);
    model.trainable_mut()[21..].copy_from_slice(&[0.5, -0.25]);
    let mut plain = Unpenalized::init(5);
    plain.trainable_mut().copy_from_slice(model.trainable());
    let data: Dataset<Tensor1<4>, Tensor1<2>> = data(9);
    /// What the penalties add to the loss of weights.
    macro_rules! penalty {
        ($penalized:expr, $plain:expr) => {{
            let (mut penalized, mut plain) = ($penalized, $plain);
            let mut penalized = penalized.compile(Sgd::default(), MeanSquaredError, ());
            let mut plain = plain.compile(Sgd::default(), MeanSquaredError, ());
            penalized.evaluate(&data).expect("data").loss
                - plain.evaluate(&data).expect("data").loss
        }};
    }
    let kernels = penalty!(Penalized::init(5), Unpenalized::init(5));
    let all = penalty!(model, plain);
    // 0.25 · (2² + 4²) and 0.2 · (0.5 + 0.25).
    assert!((all - kernels - 5.0 - 0.15).abs() < 1e-4, "{all} {kernels}");
}

#[test]
fn frozen_and_shared_layers() {
    let (loss, _) = stepped!(Frozen, 1);
    let (plain_loss, _) = stepped!(Unpenalized, 1);
    // The frozen kernel draws other numbers only if its place in the table differs.
    assert_eq!(loss, plain_loss);
    assert!(Frozen::PENALTIES.is_empty() && Frozen::CONSTRAINTS.is_empty());
    assert_eq!(Shared::PENALTIES.len(), 1);
    assert!(Unpenalized::PENALTIES.is_empty() && Unpenalized::CONSTRAINTS.is_empty());
}

fn tensor<'m, M: Model>(model: &'m M, name: &str) -> &'m [f32] {
    let entry = formwork::storage::find(M::TABLE, name).expect("a tensor of this name");
    &model.trainable()[entry.offset..entry.offset + entry.len()]
}

/// The norms of the columns of a matrix.
fn columns(values: &[f32], columns: usize) -> Vec<f32> {
    let norm = |column| {
        let column = values.iter().skip(column).step_by(columns);
        column.map(|value| value * value).sum::<f32>().sqrt()
    };
    (0..columns).map(norm).collect()
}

#[test]
fn constraints_hold_after_each_update() {
    let mut model = Constrained::init(3);
    let data: Dataset<Tensor3<5, 4, 2>, Tensor1<2>> = data(6);
    let mut training = model.compile(
        Sgd {
            learning_rate: 0.5,
            ..Sgd::default()
        },
        MeanSquaredError,
        (),
    );
    for _ in 0..4 {
        training.train_on_batch(&data).expect("data");
    }
    drop(training);
    // A unit of a depthwise convolution is a channel's window, as stored `[2, 2, 2, 2]`.
    let norms = columns(tensor(&*model, "depthwise_conv2d_1.kernel"), 4);
    assert!(
        norms.iter().all(|norm| (norm - 1.0).abs() < 1e-5),
        "{norms:?}"
    );
    let norms = columns(tensor(&*model, "conv2d_1.kernel"), 3);
    assert!(norms.iter().all(|&norm| norm < 0.5001), "{norms:?}");
    assert!(norms.iter().any(|&norm| norm > 0.499), "{norms:?}");
    assert!(
        tensor(&*model, "conv2d_1.bias")
            .iter()
            .all(|&bias| bias >= 0.0)
    );
    assert!(
        tensor(&*model, "batch_normalization_1.gamma")
            .iter()
            .all(|gamma| gamma.abs() <= 0.75)
    );
    for row in tensor(&*model, "dense_1.kernel").chunks(2) {
        let norm = (row[0] * row[0] + row[1] * row[1]).sqrt();
        assert!((0.4999..1.5001).contains(&norm), "{norm}");
    }
}

#[test]
fn initializers_are_those_of_the_declaration() {
    let model = Started::init(11);
    let kernel = tensor(&*model, "dense_1.kernel");
    for (index, value) in kernel.iter().enumerate() {
        let least = 2.0 * index as f32;
        assert!((least..least + 0.5).contains(value), "{value}");
    }
    assert_ne!(kernel[1] - 2.0, kernel[0]);
    assert_eq!(tensor(&*model, "dense_1.bias"), [0.5; 2]);
    assert_eq!(kernel, tensor(&*Started::init(11), "dense_1.kernel"));
    // Uniform in ±√(3 · 3 / 500).
    let kernel = tensor(&*model, "dense_2.kernel");
    let bound = (9.0f32 / 500.0).sqrt();
    let largest = kernel
        .iter()
        .fold(0.0f32, |most, weight| most.max(weight.abs()));
    assert!(
        largest <= bound && largest > 0.98 * bound,
        "{largest} {bound}"
    );
}
