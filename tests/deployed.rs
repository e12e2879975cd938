//! The deployed form: what it computes, against the trained form with portable kernels, and what it takes.

use formwork::deployed::Scratch;
use formwork::init::Initializer;
use formwork::kernels::level::{self, Level};
use formwork::kernels::team::Team;
use formwork::layers::{Context, ParameterEntry};
use formwork::model::Infer;
use formwork::plain;
use formwork::prelude::*;
use formwork::shape_rules::Shape;
use formwork::shape_rules::fold::fold;
use formwork::storage::{Region, TensorEntry, check_table};

/// Elements of a trained tensor.
fn trained<'a, M: Model>(model: &'a M, entry: &TensorEntry) -> &'a [f32] {
    let region = match entry.region {
        Region::Trainable => model.trainable(),
        Region::Frozen => model.frozen(),
        Region::State => model.state(),
    };
    &region[entry.offset..][..entry.len()]
}

/// The deployed form of a model, tensor by tensor.
fn deploy<M: Model>(model: &M) -> Box<Deployed<M>> {
    let mut deployed = plain::zeroed_box::<Deployed<M>>();
    let elements = plain::as_mut_slice(&mut *deployed);
    let table = <Deployed<M> as DeployedModel>::TABLE;
    let origins = <Deployed<M> as DeployedModel>::ORIGINS;
    assert_eq!(table.len(), origins.len());
    let read = |tensor: usize| trained(model, &M::TABLE[tensor]);
    for (entry, origin) in table.iter().zip(origins) {
        fold(origin, &read, &mut elements[entry.offset..][..entry.len()]);
    }
    deployed
}

/// Numbers without a pattern.
fn numbers(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(747_796_405).wrapping_add(12_345);
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    };
    (0..count).map(|_| next()).collect()
}

/// The outputs of both forms for some inputs, the trained one with portable kernels.
fn outputs<M: Model>(model: &M) -> (Vec<f32>, Vec<f32>) {
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .zip(1..)
        .map(|(port, seed)| numbers(port.shape.len(), seed))
        .collect();
    let inputs: Vec<&[f32]> = inputs.iter().map(|input| &input[..]).collect();
    let empty = || -> Vec<Vec<f32>> {
        let ports = M::OUTPUTS.iter();
        ports.map(|port| vec![f32::NAN; port.shape.len()]).collect()
    };
    let (mut expected, mut found) = (empty(), empty());
    level::force(Level::Portable);
    model.infer(Infer {
        team: &Team::alone(),
        samples: 1,
        inputs: &inputs,
        outputs: &mut expected
            .iter_mut()
            .map(|output| &mut output[..])
            .collect::<Vec<_>>(),
        workers: &mut vec![f32::NAN; M::PREDICT_MEMORY.single],
    });
    let mut scratch = vec![f32::NAN; <Deployed<M> as DeployedModel>::SCRATCH];
    deploy(model).run(
        &inputs,
        &mut scratch,
        &mut found
            .iter_mut()
            .map(|output| &mut output[..])
            .collect::<Vec<_>>(),
    );
    (expected.concat(), found.concat())
}

/// Both forms give the same bits.
fn same_bits<M: Model>() {
    let (expected, found) = outputs(&*M::init(3));
    let bits = |values: &[f32]| {
        values
            .iter()
            .map(|value| value.to_bits())
            .collect::<Vec<_>>()
    };
    assert!(expected.iter().all(|value| value.is_finite()));
    assert_eq!(bits(&found), bits(&expected), "{found:?}\n{expected:?}");
}

model! {
    pub struct Mlp {
        Input(784),
        Dense(512, activation = relu),
        Dropout(0.2),
        Dense(128, activation = tanh),
        Dropout(0.2),
        Dense(10, activation = softmax),
    }
}

#[test]
fn a_chain_gives_the_bits_of_the_trained_form() {
    same_bits::<Mlp>();
}

model! {
    /// Every way in which values can lie in the same memory, and every layer.
    pub struct Convolutions {
        let x = Input(9, 8, 2);
        let a = Conv2D(6, 3, padding = same, activation = gelu)(x);
        let b = Conv2D(6, 3, padding = same, groups = 2, activation = tanh)(a);
        let c = MaxPooling2D(3, strides = 1, padding = same)(a);
        let d = Activation(softmax(axis = 1))(b * c);
        let e = concat(d, c - a);
        let f = Lambda(|x, y| x * sigmoid(y))(e, concat(a, b));
        let g = GlobalAveragePooling2D()(f);
        let h = Dense(10, use_bias = false)(Dropout(0.5)(g));
        Activation(softmax)(h)
    }

    /// Several outputs of one layer, some of them the model's.
    pub struct Recurrent {
        let x = Input(7, 5);
        let (y, hidden, cell) = LSTM(6, return_sequences = true, return_state = true)(x);
        let z = LSTM(6, go_backwards = true)(y, hidden, cell);
        (Dense(3, activation = sigmoid)(z), cell, Flatten()(y))
    }

    /// Two inputs, a shared layer, a closure, a layer of one's own, an output that is another's input, and one that is an
    /// input.
    pub struct Twins {
        let left = Input(5);
        let right = Input(5);
        let encoder = Dense(4, activation = |x| x * tanh(softplus(x)));
        let a = encoder(left);
        let b = encoder(right);
        let c: Tensor1<4> = Halve {}(a - b);
        let d = Dense(4, trainable = false)(c);
        (c, Dense(3, activation = softmax)(concat(d, a, a)), Reshape((5, 1))(right))
    }
}

/// Half of what comes in, plus what was trained.
struct Halve;

impl formwork::layers::Layer for Halve {
    type Input = Tensor1<4>;
    type Output = Tensor1<4>;

    const PARAMETERS: &'static [ParameterEntry] = &[ParameterEntry {
        name: "summand",
        shape: Shape::of(&[4]),
        initializer: Initializer::Ones,
    }];
    const SCRATCH: usize = 4;

    fn forward(
        &self,
        context: Context<'_>,
        parameters: &[f32],
        input: &Tensor1<4>,
        output: &mut Tensor1<4>,
        _: &mut [f32],
    ) {
        context.scratch.copy_from_slice(parameters);
        let numbers = plain::as_slice(input).iter().zip(context.scratch);
        for (y, (x, summand)) in plain::as_mut_slice(output).iter_mut().zip(numbers) {
            *y = 0.5 * x + *summand;
        }
    }

    fn backward(
        &self,
        _: Context<'_>,
        _: &[f32],
        _: &[f32],
        _: &Tensor1<4>,
        _: &mut Tensor1<4>,
        _: &mut [f32],
    ) {
    }
}

#[test]
fn all_layers_give_the_bits_of_the_trained_form() {
    same_bits::<Convolutions>();
    same_bits::<Recurrent>();
    same_bits::<Twins>();
}

model! {
    /// Normalizations behind linear layers, with and without what they have, and others.
    pub struct Normalised {
        let x = Input(8, 8, 3);
        let a = Conv2D(4, 3, padding = same, use_bias = false)(x);
        let a = Activation(relu)(BatchNormalization()(a));
        let b = Conv2D(4, 3, padding = same)(a);
        let b = BatchNormalization(scale = false, trainable = false)(b);
        let c = Activation(relu)(b + a);
        let d = BatchNormalization()(MaxPooling2D(2)(c));
        let e = BatchNormalization(center = false, epsilon = 0.01)(Dropout(0.3, allow = dropout_before_normalization)(Dense(10)(Flatten()(d))));
        Activation(softmax)(e)
    }

    /// The same without a trace of them, and nothing but what they leave.
    pub struct Bare {
        let x = Input(8, 8, 3);
        let a = Conv2D(4, 3, padding = same, activation = relu)(x);
        let b = Conv2D(4, 3, padding = same)(a);
        let c = Activation(relu)(b + a);
        let d = MaxPooling2D(2)(c);
        Dense(10, activation = softmax)(Flatten()(d))
    }

    /// A layer that is applied twice, one with an activation, a value that two read, and channels that a view changes: no
    /// normalization becomes part of another layer.
    pub struct Unfolded {
        let x = Input(6);
        let shared = Dense(6, allow = linear_layers);
        let a = BatchNormalization()(shared(x));
        let b = BatchNormalization()(Dense(6, activation = tanh, allow = linear_layers)(shared(a)));
        let c = Dense(6)(b);
        let d = BatchNormalization()(c);
        let e = BatchNormalization()(Flatten()(Dense(2)(Reshape((2, 3))(d + c))));
        Dense(2)(e)
    }
}

/// Gives state and parameters of normalizations numbers that aren't those of the start.
fn trained_somehow<M: Model>() -> Box<M> {
    let mut model = M::init(5);
    for entry in M::TABLE {
        let moves = ["gamma", "beta", "moving_mean", "moving_variance", "bias"];
        if !moves.iter().any(|name| entry.name.ends_with(name)) {
            continue;
        }
        let numbers = numbers(entry.len(), entry.offset as u32 + 7);
        let region = match entry.region {
            Region::Trainable => model.trainable_mut(),
            Region::Frozen => model.frozen_mut(),
            Region::State => model.state_mut(),
        };
        for (element, number) in region[entry.offset..][..entry.len()]
            .iter_mut()
            .zip(numbers)
        {
            *element = 1.5 + number;
        }
    }
    model
}

#[track_caller]
fn nearly_the_same<M: Model>() {
    let (expected, found) = outputs(&*trained_somehow::<M>());
    let largest = expected
        .iter()
        .fold(0.0f32, |largest, value| largest.max(value.abs()));
    assert!(largest > 0.0 && largest.is_finite());
    for (found, expected) in found.iter().zip(&expected) {
        assert!(
            (found - expected).abs() <= 1e-5 * largest,
            "{found} instead of {expected}"
        );
    }
}

#[test]
fn normalizations_are_folded() {
    nearly_the_same::<Normalised>();
    nearly_the_same::<Unfolded>();
}

fn names<M: Model>() -> Vec<&'static str> {
    let table = <Deployed<M> as DeployedModel>::TABLE;
    table.iter().map(|entry| entry.name).collect()
}

#[test]
fn a_normalization_behind_a_linear_layer_leaves_no_tensor() {
    assert_eq!(
        names::<Normalised>(),
        [
            "a.kernel",
            "a.bias",
            "b.kernel",
            "b.bias",
            "d.scale",
            "d.shift",
            "dense_1.kernel",
            "dense_1.bias",
        ]
    );
    let bare = names::<Bare>();
    assert_eq!(bare.len(), Bare::TABLE.len());
    let calls = <Deployed<Normalised> as DeployedModel>::CALLS;
    assert_eq!(
        calls.len(),
        <Deployed<Bare> as DeployedModel>::CALLS.len() + 1,
        "{calls:?}"
    );
    let normalizations = names::<Unfolded>();
    let kept = |end: &str| {
        normalizations
            .iter()
            .filter(|name| name.ends_with(end))
            .count()
    };
    assert_eq!((kept(".scale"), kept(".shift"), kept(".kernel")), (4, 4, 5));
    // A table is what it says.
    fn check<M: Model>() {
        let table = <Deployed<M> as DeployedModel>::TABLE;
        let elements = <Deployed<M> as DeployedModel>::ELEMENTS;
        assert_eq!(check_table(table, 0, elements, 0), Ok(()), "{}", M::NAME);
        assert_eq!(4 * elements, <Deployed<M> as DeployedModel>::WEIGHT_BYTES);
    }
    check::<Mlp>();
    check::<Convolutions>();
    check::<Recurrent>();
    check::<Twins>();
    check::<Normalised>();
    check::<Unfolded>();
}

#[test]
fn costs_are_constants() {
    const WEIGHT_BYTES: usize = Deployed::<Mlp>::WEIGHT_BYTES;
    const SCRATCH_BYTES: usize = Deployed::<Mlp>::SCRATCH_BYTES;
    const MACS: u64 = Deployed::<Mlp>::MACS;
    assert_eq!(WEIGHT_BYTES, 4 * (785 * 512 + 513 * 128 + 129 * 10));
    assert_eq!(SCRATCH_BYTES, 4 * (512 + 128));
    assert_eq!(MACS, 784 * 512 + 512 * 128 + 128 * 10);
    assert_eq!(Deployed::<Mlp>::SCRATCH, 640);
    assert_eq!(
        size_of::<<Deployed<Mlp> as DeployedModel>::Scratch>(),
        SCRATCH_BYTES
    );
    // An LSTM works in room of its own: what a step reads, the cells and the gates.
    let map = Deployed::<Recurrent>::memory_map();
    let ends = map.buffers.iter().map(|buffer| buffer.offset + buffer.len);
    assert_eq!(map.scratch - ends.max().unwrap(), 6 + 6 * 6);
    // What isn't left takes no time.
    const { assert!(Deployed::<Normalised>::MACS < Normalised::MACS) };
}

/// Inputs, scratch and outputs as types, which can't have another length.
#[test]
fn samples_are_typed() {
    static EMPTY: <Deployed<Twins> as DeployedModel>::Scratch = Scratch::new();
    let model = Twins::init(3);
    let deployed = deploy(&*model);
    let input = (
        Tensor1::from([0.5, -1.0, 2.0, 0.0, 1.0]),
        Tensor1::from([1.0, 0.25, -0.5, 3.0, -2.0]),
    );
    let mut output = (
        Tensor1::from([f32::NAN; 4]),
        Tensor1::from([f32::NAN; 3]),
        Tensor2::from([[f32::NAN]; 5]),
    );
    deployed.predict(&input, &mut EMPTY.clone(), &mut output);
    let sum: f32 = plain::as_slice(&output.1).iter().sum();
    assert!((sum - 1.0).abs() < 1e-6, "{sum}");
    assert_eq!(plain::as_slice(&output.2), plain::as_slice(&input.1));
    // The scratch's contents don't matter.
    let mut again = output.clone();
    let mut scratch = Deployed::<Twins>::scratch();
    scratch.as_mut().fill(f32::NAN);
    deployed.predict(&input, &mut scratch, &mut again);
    assert_eq!(again, output);
}

/// Slices of other lengths leave everything as it is.
#[test]
fn other_lengths_are_refused() {
    let deployed = deploy(&*Mlp::init(3));
    for (input, scratch, output) in [(783, 640, 10), (784, 639, 10), (784, 640, 9)] {
        let (input, mut scratch) = (vec![1.0; input], vec![7.0; scratch]);
        let mut output = vec![7.0; output];
        deployed.run(&[&input], &mut scratch, &mut [&mut output]);
        assert!(scratch.iter().chain(&output).all(|value| *value == 7.0));
    }
}
