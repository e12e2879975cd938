//! What the language accepts. Most of it is checked when this file is compiled; the tests look at what comes out.

mod common;

use common::run::infer;
use formwork::kernels::team::Team;
use formwork::prelude::*;
use formwork::storage::Region;

/// Names and shapes of a model's tensors.
fn tensors<M: Model>() -> Vec<(&'static str, Vec<usize>)> {
    M::TABLE
        .iter()
        .map(|entry| (entry.name, entry.shape.dims().to_vec()))
        .collect()
}

fn ports(ports: &[formwork::model::Port]) -> Vec<(&'static str, Vec<usize>)> {
    ports
        .iter()
        .map(|port| (port.name, port.shape.dims().to_vec()))
        .collect()
}

/// The outputs for one sample.
fn predict<M: Model>(model: &M, inputs: &[&[f32]]) -> Vec<Vec<f32>> {
    infer(model, &Team::alone(), 1, inputs)
}

/// A model's tensors have these names and shapes.
macro_rules! holds {
    ($model:ty: $($name:literal $shape:expr),* $(,)?) => {
        let expected: Vec<(&str, Vec<usize>)> = vec![$(($name, Vec::from($shape))),*];
        assert_eq!(tensors::<$model>(), expected);
    };
}

mod forms {
    use formwork::prelude::*;

    model! {
        pub struct Chain { Input(6), Dense(4, activation = relu), Dense(2) }
        pub struct ChainWithComma { Input(6), Dense(4, activation = relu), Dense(2), }
        pub struct WithInputShape { Dense(4, activation = relu, input_shape = (6,)), Dense(2) }
        pub struct WithInputDim { Dense(4, input_dim = 6), ReLU(), Dense(2) }
        pub struct Arithmetic { Input(2 * 3), Dense((10 - 2) / 2, relu), Dense(5 % 3) }
        pub struct Named { Input(shape = (6,)), Dense(units = 4, activation = relu), Dense(units = 2) }
        pub struct Spelled { Input(shape = [6]), Dense(4, activation = "relu"), Dense(2, activation = "linear") }
        pub struct NoActivation { Input(6), Dense(4, "relu", true), Dense(2, activation = None) }
        pub struct Functional {
            let x = Input(6);
            let dense_1 = Dense(4, activation = relu)(x);
            let dense_2 = Dense(2)(dense_1);
            dense_2
        }
        pub struct Nested { let x = Input(6); Dense(2)(Dense(4, activation = relu)(x)) }
    }
}

#[test]
fn both_forms_and_all_spellings_are_one_network() {
    use forms::*;
    macro_rules! all {
        ($($model:ty),*) => {$(
            holds!($model: "dense_1.kernel" [6, 4], "dense_1.bias" [4], "dense_2.kernel" [4, 2], "dense_2.bias" [2]);
        )*};
    }
    all!(
        Chain,
        ChainWithComma,
        WithInputShape,
        WithInputDim,
        Arithmetic,
        Named,
        Spelled,
        NoActivation,
        Functional
    );
    assert_eq!(tensors::<Nested>().len(), 4);
    // The same seed makes the same weights, and so the same numbers come out.
    let x = [0.5, -1.0, 0.25, 2.0, -0.75, 1.5];
    let chain = predict(&*Chain::init(3), &[&x]);
    assert_eq!(predict(&*Functional::init(3), &[&x]), chain);
    assert_eq!(predict(&*WithInputShape::init(3), &[&x]), chain);
    assert_eq!(predict(&*WithInputDim::init(3), &[&x]), chain);
    assert_eq!(predict(&*Spelled::init(3), &[&x]), chain);
    assert_eq!(predict(&*NoActivation::init(3), &[&x]), chain);
}

mod names {
    use formwork::prelude::*;

    model! {
        pub struct Net {
            let image = Input(6, 5, 1);
            let x = Conv2D(3, 2, name = "edges")(image);
            let x = Flatten()(x);
            let x = Dense(4, activation = tanh)(x);
            let x = Dense(4, activation = tanh)(x);
            let mut h = Dense(3, allow = linear_layers)(x);
            h = Dense(3, use_bias = false, allow = linear_layers)(h);
            Dense(2, name = "head")(h)
        }
    }
}

#[test]
fn lets_name_layers_and_layers_are_fields() {
    use names::Net;
    holds!(Net:
        "edges.kernel" [2, 2, 1, 3], "edges.bias" [3],
        "x_2.kernel" [60, 4], "x_2.bias" [4],
        "x_3.kernel" [4, 4], "x_3.bias" [4],
        "h.kernel" [4, 3], "h.bias" [3],
        "dense_1.kernel" [3, 3],
        "head.kernel" [3, 2], "head.bias" [2],
    );
    let mut net = Net::init(1);
    net.head_bias[1] = 4.5;
    net.dense_1_kernel[(0, 2)] = -1.25;
    let head = Net::TABLE.last().expect("the table has entries");
    assert_eq!(net.trainable()[head.offset + 1], 4.5);
    let second = &Net::TABLE[8];
    assert_eq!(net.trainable()[second.offset + 2], -1.25);
    assert_eq!(ports(Net::INPUTS), [("image", vec![6, 5, 1])]);
}

mod graphs {
    use formwork::prelude::*;

    model! {
        pub struct Several {
            let left = Input(4);
            let right = Input(shape = (4,));
            let encoder = Dense(3, activation = "tanh");
            let a = encoder(left);
            let b = encoder(right);
            let difference = a - b;
            let product = a * b;
            let joined = concat(difference, product, a + b);
            let listed = Concatenate(axis = -1)([difference, joined]);
            let other = Add()([a, b, product]);
            let spread = Multiply()(other, difference);
            let shape: Tensor1<12> = listed;
            (Dense(2, activation = softmax)(shape), spread)
        }

        pub struct States {
            let x = Input(7, 2);
            let (sequence, h, c) = LSTM(3, return_sequences = true, return_state = true)(x);
            let (y, _, _unused) = LSTM(3, return_state = true)(sequence, h, c);
            y
        }

        pub struct Written {
            Input(4, 3) -> Tensor2<4, 3>,
            Dense(2) -> [[f32; 2]; 4],
            Flatten() -> Tensor1<8>,
            Dense(1),
        }
    }
}

#[test]
fn graphs_have_several_inputs_outputs_and_shared_weights() {
    use graphs::*;
    assert_eq!(tensors::<Several>().len(), 4);
    assert_eq!(tensors::<Several>()[0], ("encoder.kernel", vec![4, 3]));
    assert_eq!(
        ports(Several::INPUTS),
        [("left", vec![4]), ("right", vec![4])]
    );
    let shapes: Vec<Vec<usize>> = ports(Several::OUTPUTS)
        .into_iter()
        .map(|(_, shape)| shape)
        .collect();
    assert_eq!(shapes, [vec![2], vec![3]]);
    let model = Several::init(9);
    let one = [1.0, -0.5, 0.25, 2.0];
    let other = [-1.0, 0.5, 0.0, 1.0];
    let outputs = predict(&*model, &[&one, &other]);
    assert!((outputs[0].iter().sum::<f32>() - 1.0).abs() < 1e-6);
    assert!(outputs[1].iter().any(|&value| value != 0.0));
    // Twins that see the same don't differ.
    let outputs = predict(&*model, &[&one, &one]);
    assert_eq!(outputs[1], [0.0; 3]);
    assert_eq!(States::PARAMETERS, (2 + 3 + 1) * 12 + (3 + 3 + 1) * 12);
    assert_eq!(Written::PARAMETERS, 3 * 2 + 2 + 8 + 1);
}

mod arguments {
    use formwork::prelude::*;

    model! {
        pub struct Spellings {
            Conv2D(filters = 4, kernel_size = (3, 3), strides = (1, 1), padding = "same", activation = "relu",
                   input_shape = (8, 8, 1), kernel_initializer = "he_normal", bias_initializer = "zeros"),
            BatchNormalization(momentum = 0.9, epsilon = 1e-3),
            Activation("relu"),
            MaxPooling2D(pool_size = 2, padding = "valid"),
            MaxPool2D((2, 2)),
            Dropout(rate = 0.25),
            Flatten(),
            Reshape((4, -1)),
            LeakyReLU(alpha = 0.1),
            ELU(allow = repeated_activation),
            Softmax(allow = repeated_activation),
            Dense(3, activation = gelu(approximate = true), kernel_initializer = random_normal(stddev = 0.1)),
            Activation(relu(max_value = 6.0), allow = repeated_activation),
            LSTM(2),
        }

        pub struct Symbols {
            Input(8, 8, 1),
            Conv2D(4, 3, 1, padding = same, activation = relu, kernel_initializer = he_normal),
            BatchNormalization(momentum = 0.9),
            Activation(relu),
            MaxPooling2D(),
            MaxPooling2D(2, strides = 2),
            GlobalAveragePooling2D(),
        }
    }
}

#[test]
fn arguments_are_given_by_place_name_symbol_and_string() {
    use arguments::*;
    assert_eq!(Symbols::PARAMETERS, 9 * 4 + 4 + 4 * 4);
    assert_eq!(ports(Spellings::OUTPUTS)[0].1, [2]);
    assert_eq!(
        Spellings::PARAMETERS,
        9 * 4 + 4 + 4 * 4 + (4 * 3 + 3) + (3 + 2 + 1) * 8
    );
}

mod frozen {
    use formwork::prelude::*;

    model! {
        pub struct Net {
            Input(5),
            Dense(4, trainable = false),
            BatchNormalization(trainable = false),
            Dense(3),
            BatchNormalization(allow = useless_bias),
        }
    }
}

#[test]
fn frozen_layers_lie_in_a_region_of_their_own() {
    use frozen::Net;
    let of_region = |region| -> Vec<&str> {
        let entries = Net::TABLE.iter().filter(|entry| entry.region == region);
        entries.map(|entry| entry.name).collect()
    };
    assert_eq!(
        of_region(Region::Trainable),
        [
            "dense_2.kernel",
            "dense_2.bias",
            "batch_normalization_2.gamma",
            "batch_normalization_2.beta"
        ]
    );
    assert_eq!(
        of_region(Region::Frozen),
        [
            "dense_1.kernel",
            "dense_1.bias",
            "batch_normalization_1.gamma",
            "batch_normalization_1.beta"
        ]
    );
    assert_eq!(of_region(Region::State).len(), 4);
    assert_eq!(
        (Net::TRAINABLE, Net::FROZEN, Net::STATE),
        (15 + 6, 24 + 8, 14)
    );
}

mod headers {
    use formwork::prelude::*;

    model! {
        /// What a doc comment says.
        ///
        /// In two paragraphs.
        #[derive(Debug)]
        #[allow(dead_code)]
        #[model(save_memory, input_gradients)]
        pub(crate) struct Documented { Input(3), Dense(2) }

        #[model(without(fuse, schedule))]
        pub(super) struct Without { Input(3), Dense(2, activation = relu) }

        #[cfg(not(any()))]
        pub struct Present { Input(3), Dense(2) }

        #[cfg(any())]
        pub struct Absent { Input(3), Dense(2) }
    }

    /// Takes the name that a model isn't there for.
    pub struct Absent;
}

#[test]
fn attributes_and_visibilities_are_kept() {
    use headers::*;
    assert_eq!(Documented::PARAMETERS, 8);
    assert_eq!(Without::PARAMETERS, 8);
    assert_eq!(Present::PARAMETERS, 8);
    let _ = Absent;
    assert!(format!("{:?}", Documented::init(1)).contains("dense_1_kernel"));
}

/// Models under the names of what generated code and the runtime use.
#[allow(deprecated)] // the names count, not what the layers compute
mod like_the_runtime {
    use formwork::model;

    model! {
        pub struct Lstm { Input(4, 3), LSTM(2), Dense(1) }
        pub struct Dense { Input(3), Dense(2), Dropout(0.1), Dense(2) }
        pub struct Model { Input(3), Dense(2) }
        pub struct Step { Input(3), Dense(2) }
        pub struct Tensor1 { Input(3), Dense(2) }
        pub struct Add { let x = Input(3); Add()(x, Dense(3)(x)) }
        pub struct Shape { Input(3), Dense(2), BatchNormalization() }
        pub struct Region { Input(3), Dense(2) }
        pub struct Epilogue { Input(3), Dense(2, activation = relu) }
        pub struct Vec { Input(3), Dense(2) }
        pub struct Option { Input(3), Dense(2) }
        pub struct Self_ { Input(3), Dense(2) }
        pub struct r#dyn { Input(3), Dense(2) }
        pub struct Grid {
            let step = Input(3);
            let model = Dense(4)(step);
            let inputs = Dense(4)(model);
            let team = Dense(4)(inputs);
            let memory = Dense(4)(team);
            let at = Dense(4)(memory);
            let tile = Dense(4)(at);
            let batch = Dense(4)(tile);
            let trainable = Dense(4)(batch);
            let gradients = Dense(4)(trainable);
            let operation = Dense(4)(gradients);
            let samples = Dense(4)(operation);
            let part = Dense(4)(samples);
            let scratch = Dense(4)(part);
            let call = Dense(4)(scratch);
            let outputs = Dense(4)(call);
            let shards = Dense(4)(outputs);
            let arena = Dense(4)(shards);
            let kept = Dense(4)(arena);
            let workers = Dense(4)(kept);
            let sums = Dense(4)(workers);
            let random = Dense(4)(sums);
            let mode = Dense(4)(random);
            let rows = Dense(4)(mode);
            let buffers = Dense(4)(rows);
            let visit = Dense(4)(buffers);
            let whole = Dense(4)(visit);
            let objective = Dense(4)(whole);
            let statistics = Dense(4)(objective);
            let state = Dense(4)(statistics);
            let frozen = Dense(4)(state);
            let accumulate = Dense(4)(frozen);
            let d_x = Dense(4)(accumulate);
            let x = Dense(4)(d_x);
            x * d_x
        }
    }
}

#[test]
fn models_are_named_like_anything() {
    fn parameters<M: Model>() -> usize {
        M::PARAMETERS
    }
    use like_the_runtime as named;
    assert_eq!(parameters::<named::Lstm>(), (3 + 2 + 1) * 8 + 3);
    assert_eq!(parameters::<named::Dense>(), 8 + 6);
    assert_eq!(parameters::<named::Add>(), 12);
    assert_eq!(parameters::<named::Shape>(), 8 + 8);
    assert_eq!(parameters::<named::Grid>(), 16 + 32 * 20);
    for count in [
        parameters::<named::Model>(),
        parameters::<named::Step>(),
        parameters::<named::Tensor1>(),
        parameters::<named::Region>(),
        parameters::<named::Epilogue>(),
        parameters::<named::Vec>(),
        parameters::<named::Option>(),
        parameters::<named::Self_>(),
        parameters::<named::r#dyn>(),
    ] {
        assert_eq!(count, 8);
    }
    let outputs = predict(&*named::Grid::init(2), &[&[1.0, 2.0, 3.0]]);
    assert!(outputs[0].iter().all(|value| value.is_finite()));
}

/// Values under the names that generated code would give to others, and in other letters.
#[allow(deprecated)] // the names count, not what the layers compute
mod like_generated_code {
    use formwork::prelude::*;

    model! {
        pub struct Net {
            let x = Input(3);
            let input_x = Dense(4, activation = gelu)(x);
            let d_input_x = Dense(4, activation = gelu)(input_x);
            let output_y = Dense(4, activation = gelu)(d_input_x);
            let output_y_saved = Dense(4, activation = gelu)(output_y);
            let shard = Dense(4)(output_y_saved);
            let kept_0 = BatchNormalization()(shard);
            let H = Dense(4)(kept_0);
            let h = Dense(4)(H);
            let größe = Dense(4)(h);
            let SUMS = Dense(4)(größe);
            let y = Dense(4, activation = softmax)(SUMS * h);
            y
        }
    }
}

#[test]
fn values_are_named_like_anything() {
    use like_generated_code::Net;
    assert_eq!(Net::PARAMETERS, 16 + 9 * 20 + 16);
    let outputs = predict(&*Net::init(2), &[&[1.0, 2.0, 3.0]]);
    assert!((outputs[0].iter().sum::<f32>() - 1.0).abs() < 1e-6);
}

/// Nothing in generated code is complained about, however strict its surroundings are.
#[deny(missing_docs, unused, nonstandard_style, let_underscore)]
#[deny(
    unreachable_pub,
    unsafe_op_in_unsafe_fn,
    single_use_lifetimes,
    trivial_casts
)]
#[deny(unused_qualifications, unused_lifetimes, elided_lifetimes_in_paths)]
pub mod strict {
    use formwork::prelude::*;

    model! {
        /// One input of images.
        pub struct Net {
            Input(6, 6, 1),
            Conv2D(2, 3, use_bias = false),
            BatchNormalization(),
            Activation(relu),
            Dropout(0.2),
            Flatten(),
            Dense(2, activation = softmax),
        }

        /// Sequences, with a layer of the user's own.
        pub struct Sequences {
            let sequence = Input(4, 3);
            let samples = LSTM(4)(sequence);
            let scaled: Tensor1<4> = crate::users::Scale::<4>::new(2.0)(samples);
            let gradients = Dense(4, trainable = false)(scaled);
            gradients + scaled
        }
    }
}

/// A function's model is its own: another function declares another of the same name.
#[test]
fn models_are_declared_in_functions() {
    fn small() -> usize {
        model! { struct Net { Input(3), Dense(2) } }
        Net::PARAMETERS
    }
    fn large() -> usize {
        model! {
            struct Net { Input(3), Dense(20) }
            struct Other { Input(3), Dense(1) }
        }
        Net::PARAMETERS + Other::PARAMETERS
    }
    assert_eq!((small(), large()), (8, 84));
}

mod users {
    use formwork::layers::{Context, Layer};
    use formwork::prelude::*;

    /// `y = scale · x`.
    pub struct Scale<const N: usize> {
        scale: f32,
    }

    impl<const N: usize> Scale<N> {
        pub const fn new(scale: f32) -> Scale<N> {
            Scale { scale }
        }
    }

    impl<const N: usize> Layer for Scale<N> {
        type Input = Tensor1<N>;
        type Output = Tensor1<N>;

        fn forward(
            &self,
            _: Context<'_>,
            _: &[f32],
            input: &Tensor1<N>,
            output: &mut Tensor1<N>,
            _: &mut [f32],
        ) {
            for i in 0..N {
                output[i] = self.scale * input[i];
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            _: &[f32],
            _: &[f32],
            output_cotangent: &Tensor1<N>,
            input_cotangent: &mut Tensor1<N>,
            _: &mut [f32],
        ) {
            for i in 0..N {
                input_cotangent[i] = self.scale * output_cotangent[i];
            }
        }
    }

    const THREE: f32 = 3.0;

    model! {
        pub struct Net {
            let x = Input(4);
            let a: Tensor1<4> = Scale::<4> { scale: 2.0 }(x);
            let b: Tensor1<4> = self::Scale::<4>::new(THREE)(a);
            let c: [f32; 4] = super::users::Scale::<4>::new(-1.0)(b);
            c + x
        }

        pub struct Chain {
            Input(4),
            self::Scale::<4>::new(0.5) -> Tensor1<4>,
            self::Scale::<4> { scale: 4.0 } -> [f32; 4],
        }

        const FACTOR: f32 = 4;

        fn scaled(x, n, scale, halved = false) {
            let y: Tensor1<n> = Scale::<n> { scale }(x);
            let y: Tensor1<{ 2 * n - n }> = self::Scale::<n>::new(if halved { 0.5 } else { 1.0 } * FACTOR)(y);
            y
        }

        /// Constants of the macro stand for their values in layers of one's own.
        pub struct Expanded { Input(4), scaled(4, -0.5), scaled(4, 0.25, halved = true) }
    }
}

#[test]
fn layers_of_ones_own_are_written_as_values() {
    let x = [1.0, -2.0, 0.5, 0.0];
    let y = predict(&*users::Net::init(1), &[&x]);
    assert_eq!(y[0], [-5.0, 10.0, -2.5, 0.0]);
    let y = predict(&*users::Chain::init(1), &[&x]);
    assert_eq!(y[0], [2.0, -4.0, 1.0, 0.0]);
    let y = predict(&*users::Expanded::init(1), &[&x]);
    assert_eq!(y[0], [-1.0, 2.0, -0.5, 0.0]);
}
