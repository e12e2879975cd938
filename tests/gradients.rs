//! Finite differences through whole declared models in odd sizes, for what only the graph can get wrong: weights and values
//! that are used several times, what is fused, views, layers of one's own, frozen layers, masks.

mod common;

use common::run::{infer, step, tensor_mut};
use formwork::kernels::team::Team;
use formwork::model;
use formwork::prelude::*;
use formwork::random::Stream;
use formwork::storage::Region;

/// What a model has that decides how it can be checked.
#[derive(Clone, Copy, PartialEq)]
enum Prediction {
    /// Training and prediction compute the same.
    Same,
    /// Dropout or batch normalisation.
    Other,
}

/// Elements of each tensor and of each input that are checked.
const CHECKED: usize = 14;

fn objective(predictions: &[Vec<f32>], cotangents: &[Vec<f32>]) -> f64 {
    let products = predictions
        .iter()
        .flatten()
        .zip(cotangents.iter().flatten())
        .map(|(&prediction, &cotangent)| f64::from(prediction) * f64::from(cotangent));
    products.sum()
}

/// The slope of `value` at 0 by central differences, or nothing where there is a kink nearby.
fn slope(mut value: impl FnMut(f32) -> f64) -> Option<f64> {
    let mut central = |h: f32| (value(h) - value(-h)) / (2.0 * f64::from(h));
    let (wide, narrow) = (central(1.0 / 256.0), central(1.0 / 512.0));
    let scale = wide.abs().max(narrow.abs()).max(0.05);
    // What is left of the wide difference's error of the second order.
    ((wide - narrow).abs() < 0.02 * scale).then_some(narrow + (narrow - wide) / 3.0)
}

/// Compares some elements of a gradient with differences.
fn compare(
    what: &str,
    stream: &mut Stream,
    gradient: &[f32],
    mut objective: impl FnMut(usize, f32) -> f64,
) {
    let scale = gradient
        .iter()
        .fold(0.0, |most: f32, value| most.max(value.abs()));
    assert!(scale > 1e-3, "{what}: nothing flows here");
    let (mut checked, mut kinks) = (0, 0);
    for _ in 0..CHECKED.min(gradient.len()) {
        let place = stream.below(gradient.len() as u32) as usize;
        let Some(expected) = slope(|h| objective(place, h)) else {
            kinks += 1;
            continue;
        };
        checked += 1;
        let ours = f64::from(gradient[place]);
        let allowed = 1.5e-2 * f64::from(scale) + 1e-3;
        assert!(
            (ours - expected).abs() <= allowed,
            "{what}[{place}] is {ours} instead of {expected}, with gradients up to {scale}"
        );
    }
    assert!(
        checked > 0 && 2 * checked >= kinks,
        "{what}: {kinks} of {} places have kinks",
        checked + kinks
    );
}

/// Compares the gradients of a step with differences of the step's own predictions, so that masks and the statistics of
/// a batch are those of training.
fn check<M: Model>(batch: usize, prediction: Prediction) {
    let mut stream = Stream::new(31, 7);
    let mut model = M::init(5);
    for entry in M::TABLE {
        if entry.region == Region::State {
            continue;
        }
        let dims = entry.shape.dims();
        let width = match dims.len() {
            0 | 1 => 0.6,
            rank => 1.6 / (dims[..rank - 1].iter().product::<usize>() as f32).sqrt(),
        };
        for value in tensor_mut(&mut *model, entry) {
            *value = width * (2.0 * stream.uniform() - 1.0);
        }
    }
    let state = model.state().to_vec();
    let mut random =
        |len: usize| -> Vec<f32> { (0..len).map(|_| 2.0 * stream.uniform() - 1.0).collect() };
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .map(|port| random(port.shape.len() * batch))
        .collect();
    let cotangents: Vec<Vec<f32>> = M::OUTPUTS
        .iter()
        .map(|port| random(port.shape.len() * batch))
        .collect();
    let team = Team::alone();
    let run = |model: &mut M, inputs: &[Vec<f32>], team: &Team| {
        let inputs: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let outcome = step(model, team, batch, &inputs, cotangents.clone(), true);
        model.state_mut().copy_from_slice(&state);
        outcome
    };
    let outcome = run(&mut model, &inputs, &team);
    let again = run(&mut model, &inputs, &Team::new(3));
    assert_eq!(again.predictions, outcome.predictions, "three threads");
    assert_eq!(again.gradients, outcome.gradients, "three threads");
    assert_eq!(
        again.input_gradients, outcome.input_gradients,
        "three threads"
    );
    if prediction == Prediction::Same {
        let slices: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
        let predictions = infer(&*model, &team, batch, &slices);
        for (ours, trained) in predictions
            .iter()
            .flatten()
            .zip(outcome.predictions.iter().flatten())
        {
            assert!(
                (ours - trained).abs() < 1e-5,
                "{ours} is predicted, and {trained} trained"
            );
        }
    }
    assert_eq!(outcome.gradients.len(), M::TRAINABLE);

    let mut places = Stream::new(8, 9);
    for entry in M::TABLE {
        if entry.region != Region::Trainable {
            continue;
        }
        let gradient = &outcome.gradients[entry.offset..entry.offset + entry.len()];
        compare(entry.name, &mut places, gradient, |place, h| {
            let before = model.trainable()[entry.offset + place];
            model.trainable_mut()[entry.offset + place] = before + h;
            let value = objective(&run(&mut model, &inputs, &team).predictions, &cotangents);
            model.trainable_mut()[entry.offset + place] = before;
            value
        });
    }
    for (input, port) in M::INPUTS.iter().enumerate() {
        let gradient = &outcome.input_gradients[input];
        compare(port.name, &mut places, gradient, |place, h| {
            let mut moved = inputs.clone();
            moved[input][place] += h;
            objective(&run(&mut model, &moved, &team).predictions, &cotangents)
        });
    }
}

/// One test for each model: its name, the number of samples, whether it predicts what it computes in training, its body.
macro_rules! gradients {
    ($($name:ident($batch:literal, $prediction:ident): { $($body:tt)* })*) => {$(
        #[test]
        fn $name() {
            model! {
                #[model(input_gradients)]
                pub struct Net { $($body)* }
            }
            check::<Net>($batch, Prediction::$prediction);
        }
    )*};
}

// Closures.
gradients! {
    a_closure_of_two_values(5, Same): {
        let x = Input(7);
        let a = Dense(6)(x);
        let b = Dense(6, activation = tanh)(x);
        Dense(3)(Lambda(|a, b| a * sigmoid(b) + 0.5 * a.square())(a, b))
    }
    a_closure_of_one_value_twice(5, Same): {
        let x = Input(7);
        let a = Dense(6)(x);
        Dense(3)(Lambda(|a, b, c| a * tanh(b) - b * c)(a, a, Dense(6)(x)) + a)
    }
    a_closure_by_its_output(5, Same): {
        let x = Input(7);
        let y = Input(7);
        let z = Lambda(|x, y| tanh(x - 2 * y))(x, y);
        Dense(3, activation = |x| 3 - 2 * x)(z)
    }
    closures_between_layers(3, Same): {
        Input(4, 5, 2),
        Conv2D(3, 3, padding = same, activation = |x| x * tanh(softplus(x))),
        Lambda(|x| x.sin() + 0.5 * x),
        Flatten(),
        Dense(4, activation = |x| ln(1 + x * x)),
    }
}

// Weights that are used several times.
gradients! {
    a_layer_applied_to_two_inputs(5, Same): {
        let left = Input(7);
        let right = Input(7);
        let encoder = Dense(5, activation = tanh);
        let a = encoder(left);
        let b = encoder(right);
        Dense(3)(a * b + a)
    }
    a_layer_applied_to_its_own_output(9, Same): {
        let x = Input(5);
        let turn = Dense(5, activation = tanh);
        turn(turn(turn(x)))
    }
    a_convolution_applied_twice(3, Same): {
        let x = Input(5, 7, 3);
        let refine = Conv2D(3, 3, padding = same, activation = tanh);
        Flatten()(refine(refine(x)) + x)
    }
    a_normalisation_applied_to_two_values(7, Other): {
        let x = Input(5);
        let norm = BatchNormalization();
        let a = norm(Dense(3, use_bias = false)(x));
        let b = norm(Dense(3, use_bias = false, activation = tanh)(x));
        Dense(2)(a * b)
    }
    a_recurrent_layer_applied_twice(3, Same): {
        let left = Input(4, 3);
        let right = Input(4, 3);
        let read = LSTM(5);
        Subtract()([read(left), read(right)])
    }
}

// Values that are used several times.
gradients! {
    a_square(5, Same): {
        let x = Input(7);
        let h = Dense(5)(x);
        Dense(3)(h * h)
    }
    a_sum_with_itself(5, Same): {
        let x = Input(7);
        let h = Dense(5, activation = tanh)(x);
        Dense(3)(h + h)
    }
    a_difference_with_itself_beside_another_path(5, Same): {
        let x = Input(7);
        let h = Dense(5, activation = sigmoid)(x);
        Dense(3)(concat(h - h, h))
    }
    a_cube_and_a_list(5, Same): {
        let x = Input(5);
        let h = Dense(3)(x);
        let cube = Multiply()([h, h, h]);
        let thrice = Add()([h, h, h]);
        concat(cube, thrice, h, h)
    }
    an_input_with_itself(5, Same): {
        let x = Input(5);
        let square = x * x;
        let twice = x + x;
        Dense(3)(square + twice)
    }
    a_value_read_by_four(6, Same): {
        let x = Input(5);
        let h = Dense(7, activation = relu)(x);
        let a = Dense(7, activation = tanh)(h);
        let b = Dense(7, use_bias = false)(h);
        Dense(2)(a * h - b * h)
    }
}

// What is fused.
gradients! {
    a_residual_in_a_dense_layer(5, Same): {
        let x = Input(7);
        let h = Dense(5, activation = tanh)(x);
        let y = Activation(tanh)(Dense(5)(h) + h);
        Dense(3)(y)
    }
    a_residual_on_the_left(5, Same): {
        let x = Input(7);
        let h = Dense(5, activation = tanh)(x);
        let y = Activation(gelu)(h + Dense(5)(h));
        Dense(3)(y)
    }
    a_residual_that_is_the_input(5, Same): {
        let x = Input(7);
        let y = Dense(7, use_bias = false)(x) + x;
        Dense(3)(y)
    }
    two_candidates_for_a_residual(5, Same): {
        let x = Input(7);
        let a = Dense(5)(x);
        let b = Dense(5)(x);
        Dense(3)(Activation(tanh)(a + b))
    }
    a_residual_in_a_convolution(3, Same): {
        let x = Input(5, 7, 3);
        let a = Conv2D(3, 3, padding = same, activation = tanh)(x);
        let b = Conv2D(3, (3, 1), padding = same)(a) + a;
        let c = Activation(tanh)(b);
        Dense(2)(GlobalAveragePooling2D()(c * c))
    }
    a_block_of_a_residual_network(5, Other): {
        let x = Input(6, 5, 3);
        let a = Conv2D(4, 3, padding = same, use_bias = false)(x);
        let b = Activation(tanh)(BatchNormalization()(a));
        let c = Conv2D(4, 3, padding = same, use_bias = false)(b);
        let d = BatchNormalization()(c);
        let skip = Conv2D(4, 1)(x);
        let y = Activation(tanh)(d + skip);
        Dense(3)(Flatten()(MaxPooling2D(2, allow = dropped_pixels)(y)))
    }
    a_chain_of_residuals(4, Same): {
        let x = Input(5);
        let mut h = Dense(3)(x);
        h = Dense(3, activation = tanh)(h) + h;
        h = Dense(3, activation = tanh)(h) + h;
        h = Dense(3)(h) + h;
        h
    }
}

// Several inputs and outputs.
gradients! {
    an_output_that_is_read_further_on(5, Same): {
        let x = Input(7);
        let z = Input(3);
        let code = Dense(4, activation = softmax)(x);
        let y = Dense(2, activation = sigmoid)(concat(code, z));
        (code, y)
    }
    an_output_and_a_view_of_it(3, Same): {
        let x = Input(3, 5);
        let y = Dense(2, activation = tanh)(x);
        let flat = Flatten()(y);
        (y, flat)
    }
    three_outputs_of_two_inputs(3, Same): {
        let x = Input(5);
        let z = Input(5);
        let a = x - z;
        let b = Dense(3, activation = tanh)(a);
        let c = Dense(5)(b) + a;
        (c, a, b)
    }
    an_output_with_a_residual(5, Same): {
        let x = Input(5);
        let h = Dense(4, activation = tanh)(x);
        let y = Dense(4)(h) + h;
        (h, y)
    }
}

// Broadcasting and views.
gradients! {
    a_sum_that_is_broadcast(5, Same): {
        let x = Input(3, 4);
        let z = Input(5);
        let shift = Reshape(1, 4)(Dense(4, activation = tanh)(z));
        let y = Add()([x, shift]);
        Dense(2)(Activation(tanh)(y))
    }
    products_that_are_broadcast_both_ways(5, Same): {
        let x = Input(3);
        let z = Input(5);
        let column = Reshape(3, 1)(Dense(3)(x));
        let row = Reshape(1, 5)(z);
        let table = column * row;
        Dense(2)(Flatten()(table - row + column))
    }
    a_concatenation_of_views(3, Same): {
        let x = Input(4, 5, 2);
        let a = Conv2D(3, 3, activation = tanh)(x);
        let b = Dense(6, activation = tanh)(Flatten()(x));
        let c = Reshape(2, 3)(b);
        let joined = concat(Flatten()(a), Flatten()(c), b);
        Dense(2)(joined)
    }
    a_concatenation_along_the_first_axis(3, Same): {
        let x = Input(3, 4);
        let h = Dense(4, activation = tanh)(x);
        let y = concat(h, Reshape(1, 4)(Dense(4)(Flatten()(x))), h, axis = 1);
        LSTM(3)(y)
    }
    a_view_between_a_layer_and_its_activation(5, Same): {
        let x = Input(5);
        let h = Reshape(2, 3)(Dense(6)(x));
        let y = Activation(softmax)(h);
        Dense(2)(Activation(tanh)(Flatten()(y) + Dense(6)(x)))
    }
    a_value_and_its_view(5, Same): {
        let x = Input(6);
        let h = Dense(6, activation = tanh)(x);
        let table = Reshape(2, 3)(h);
        let y = Dense(3)(table) * table;
        Flatten()(y) + h
    }
    softmax_along_another_axis(5, Same): {
        let x = Input(4, 3);
        let h = Dense(5)(x);
        Softmax(axis = 1)(h) * h
    }
}

/// Layers of the user's own.
mod my {
    use formwork::init::Initializer;
    use formwork::layers::{Context, Layer, ParameterEntry};
    use formwork::shape_rules::Shape;
    use formwork::tensor::Tensor1;

    /// `y = gain · x · tanh(a x + b)`, with `a` and `b` trained for each element.
    pub struct Gate<const N: usize> {
        pub gain: f32,
    }

    impl<const N: usize> Layer for Gate<N> {
        type Input = Tensor1<N>;
        type Output = Tensor1<N>;

        const PARAMETERS: &'static [ParameterEntry] = &[
            ParameterEntry {
                name: "slope",
                shape: Shape::of(&[N]),
                initializer: Initializer::Ones,
            },
            ParameterEntry {
                name: "shift",
                shape: Shape::of(&[N]),
                initializer: Initializer::Zeros,
            },
        ];
        const SAVED: usize = 2 * N;

        fn forward(
            &self,
            _: Context<'_>,
            parameters: &[f32],
            input: &Tensor1<N>,
            output: &mut Tensor1<N>,
            saved: &mut [f32],
        ) {
            let (slope, shift) = parameters.split_at(N);
            for i in 0..N {
                let t = (slope[i] * input[i] + shift[i]).tanh();
                output[i] = self.gain * input[i] * t;
                if !saved.is_empty() {
                    saved[i] = input[i];
                    saved[N + i] = t;
                }
            }
        }

        fn backward(
            &self,
            _: Context<'_>,
            parameters: &[f32],
            saved: &[f32],
            output_cotangent: &Tensor1<N>,
            input_cotangent: &mut Tensor1<N>,
            gradients: &mut [f32],
        ) {
            for i in 0..N {
                let (x, t) = (saved[i], saved[N + i]);
                let d = self.gain * output_cotangent[i];
                let inner = d * x * (1.0 - t * t);
                input_cotangent[i] = d * t + inner * parameters[i];
                gradients[i] += inner * x;
                gradients[N + i] += inner;
            }
        }
    }
}

gradients! {
    two_layers_of_ones_own(5, Same): {
        let x = Input(5);
        let a = Dense(3)(x);
        let b: Tensor1<3> = my::Gate::<3> { gain: 1.5 }(a);
        let c = Dense(3, activation = tanh)(b);
        let d: Tensor1<3> = my::Gate::<3> { gain: 0.5 }(c);
        Dense(2)(d + b)
    }
    a_layer_of_ones_own_applied_twice(5, Same): {
        let x = Input(3);
        let gate = my::Gate::<3> { gain: 1.0 };
        let a: Tensor1<3> = gate(x);
        let b: Tensor1<3> = gate(Dense(3)(a));
        let c: Tensor1<4> = my::Gate::<4> { gain: 1.0 }(Dense(4)(b));
        (a, c)
    }
    a_layer_of_ones_own_whose_input_is_read_elsewhere(5, Same): {
        let x = Input(3);
        let h = Dense(3)(x);
        let a: Tensor1<3> = my::Gate::<3> { gain: 1.0 }(h);
        let b: Tensor1<3> = my::Gate::<3> { gain: -1.0 }(h);
        a * h + b
    }
}

// Frozen layers: gradients flow through them, and they have none.
gradients! {
    a_frozen_layer_in_the_middle(5, Same): {
        let x = Input(5);
        let a = Dense(4, activation = tanh)(x);
        let b = Dense(6, activation = tanh, trainable = false)(a);
        Dense(2)(b)
    }
    a_frozen_convolution_and_normalisation(5, Other): {
        let x = Input(5, 4, 2);
        let a = Conv2D(3, 2, activation = tanh)(x);
        let b = Conv2D(3, 2, trainable = false)(a);
        let c = BatchNormalization(trainable = false)(b);
        Dense(2)(Flatten()(Activation(tanh)(c)))
    }
    a_frozen_recurrent_layer(3, Same): {
        let x = Input(4, 3);
        let a = LSTM(3, return_sequences = true)(x);
        let b = LSTM(4, trainable = false)(a);
        Dense(2)(b)
    }
    a_frozen_layer_first(3, Same): {
        Input(4),
        Dense(5, activation = tanh, trainable = false),
        Dense(3),
    }
}

// Recurrent layers.
gradients! {
    states_that_start_another_layer(3, Same): {
        let x = Input(4, 3);
        let z = Input(2, 5);
        let (y, h, c) = LSTM(4, return_sequences = true, return_state = true)(x);
        let decoded = LSTM(4, return_sequences = true)(z, h, c);
        Dense(2)(concat(y, decoded, axis = 1))
    }
    a_state_alone(3, Same): {
        let x = Input(4, 3);
        let (_y, _h, c) = LSTM(3, return_sequences = true, return_state = true)(x);
        Dense(2)(c)
    }
    a_recurrent_layer_both_ways(3, Same): {
        let x = Input(5, 3);
        let forth = LSTM(3, return_sequences = true)(x);
        let back = LSTM(3, return_sequences = true, go_backwards = true)(x);
        let (y, h, c) = LSTM(2, return_state = true)(forth * back);
        Dense(2)(concat(y, h, c))
    }
}

// Gradients that are summed per shard, and gradients that are computed late, in one model.
gradients! {
    sharded_and_late_gradients(11, Same): {
        let x = Input(9, 9, 3);
        let a = Conv2D(8, 3, activation = tanh)(x);
        let b = Flatten()(a);
        let c = Dense(170, activation = tanh)(b);
        let d = Dense(5)(c);
        d
    }
}

// Dropout: the masks of a step depend on its seed and its number alone.
gradients! {
    dropout_after_relu(9, Other): { Input(7), Dense(15, activation = relu), Dropout(0.4), Dense(3) }
    dropout_after_tanh(9, Other): { Input(7), Dense(15, activation = tanh), Dropout(0.4), Dense(3) }
    dropout_after_gelu(9, Other): { Input(7), Dense(15, activation = gelu), Dropout(0.4), Dense(3) }
    dropout_after_softmax(9, Other): { Input(7), Dense(15, activation = softmax), Dropout(0.4), Dense(3) }
    dropout_after_log_softmax(9, Other): { Input(7), Dense(15, activation = log_softmax), Dropout(0.4), Dense(3) }
    dropout_after_sparsemax(9, Other): { Input(7), Dense(15, activation = sparsemax), Dropout(0.4), Dense(3) }
    dropout_after_softmax_of_a_convolution(5, Other): {
        Input(5, 4, 2), Conv2D(3, 2), Softmax(), Dropout(0.3), Flatten(), Dense(3)
    }
    dropout_after_a_softmax_that_stands_alone(5, Other): {
        let x = Input(7);
        let h = Dense(5)(x);
        let y = Dropout(0.3)(Activation(softmax)(h));
        y * h
    }
    dropout_first_and_last(9, Other): { Input(7), Dropout(0.3), Dense(5), Dropout(0.3, allow = dropout_at_output) }
    dropout_twice(9, Other): { Input(7), Dense(9, activation = tanh), Dropout(0.3), Dropout(0.2), Dense(3) }
    dropout_of_a_residual(9, Other): {
        let x = Input(7);
        let h = Dense(5)(x);
        let y = Dropout(0.3)(Activation(tanh)(Dense(5)(h) + h));
        Dense(3)(y)
    }
    dropout_through_a_view(5, Other): {
        let x = Input(4, 5, 2);
        let h = Conv2D(3, 2, activation = relu)(x);
        Dense(3)(Dropout(0.3)(Flatten()(h)))
    }
    dropout_after_normalisation_and_pooling(7, Other): {
        Input(6, 7, 2),
        Conv2D(4, 3, use_bias = false),
        BatchNormalization(),
        Activation(tanh),
        Dropout(0.3),
        MaxPooling2D(2, allow = dropped_pixels),
        Dropout(0.3),
        Flatten(),
        Dense(3, activation = softmax),
        Dropout(0.2, allow = dropout_at_output),
    }
    dropout_between_recurrent_layers(5, Other): {
        Input(4, 3), LSTM(5, return_sequences = true), Dropout(0.3), LSTM(4), Dropout(0.3), Dense(2)
    }
}

// Normalizations of single samples, with what they absorb: in the loops, through a saved input, shared, frozen.
gradients! {
    a_threshold_in_the_loops_of_a_filter_response(3, Same): {
        Input(7, 5, 2), Conv2D(3, 3), FRN(epsilon = 0.01), TLU(), Conv2D(4, 2), FRN(learned_epsilon = true), TLU(), Flatten(), Dense(3)
    }
    thresholds_of_both_forms_with_dropouts(3, Other): {
        Input(5, 4, 2), Conv2D(3, 2), FRN(epsilon = 0.01), TLU(), Dropout(0.25), Conv2D(4, 2),
        GroupNormalization(groups = 2), TLU(affine = true), Dropout(0.3), Flatten(), Dense(3)
    }
    a_threshold_behind_a_residual(3, Same): {
        let x = Input(5, 4, 3);
        let y = TLU()(FRN(epsilon = 0.01)(Conv2D(3, 3, padding = same)(x)) + x);
        let z = TLU(affine = true)(InstanceNormalization()(Conv2D(3, 3, padding = same, use_bias = false)(y)) + y);
        Dense(2)(Flatten()(z))
    }
    a_threshold_behind_rows(3, Same): {
        Input(5, 4, 6), LayerNormalization(), TLU(), Dense(5), RMSNormalization(), TLU(affine = true), Flatten(), Dense(3)
    }
    one_threshold_of_two_normalizations(3, Same): {
        let x = Input(5, 4, 2);
        let bend = TLU();
        let a = bend(FRN(epsilon = 0.01)(Conv2D(3, 2)(x)));
        let b = bend(InstanceNormalization()(Conv2D(3, 2, use_bias = false)(x)));
        Dense(2)(Flatten()(a * b))
    }
    a_frozen_threshold_and_a_frozen_normalization(3, Same): {
        Input(5, 4, 2), Conv2D(3, 2), FRN(epsilon = 0.01), TLU(trainable = false), Conv2D(3, 2),
        FRN(epsilon = 0.01, trainable = false), TLU(), Flatten(), Dense(3)
    }
    thresholds_behind_products_and_statistics_of_a_batch(4, Other): {
        Input(5, 4, 2), Conv2D(3, 2), TLU(), Conv2D(3, 2, use_bias = false), BatchNormalization(), TLU(affine = true),
        Flatten(), Dense(5), TLU(), Dense(3)
    }
    layers_over_whole_samples(3, Same): {
        Input(5, 4, 3), LayerNormalization(axis = (1, 2, 3), per_channel = true), Activation(tanh), Conv2D(4, 2, use_bias = false),
        LayerNormalization(axis = 2), TLU(), UnitNormalization(axis = (1, 2)), Flatten(), Dense(3)
    }
    standardized_weights_and_scaled_activations(3, Same): {
        let x = Input(5, 4, 2);
        let y = ScaledActivation(tanh)(WeightStandardizedConv2D(3, 2, padding = same)(x));
        let z = WSConv2D(3, 2, padding = same, standardization = timm, activation = tanh)(y) + y;
        Dense(2)(Flatten()(LocalResponseNormalization(size = 3, alpha = 0.3)(z)))
    }
}

/// One model under each option: what is fused, kept, ordered and overlaid doesn't change its gradients.
macro_rules! options {
    ($($name:ident: ($($option:tt)*))*) => {$(
        #[test]
        fn $name() {
            model! {
                #[model(input_gradients, $($option)*)]
                pub struct Net {
                    let x = Input(5, 6, 2);
                    let a = Activation(tanh)(BatchNormalization()(Conv2D(3, 3, padding = same, use_bias = false)(x)));
                    let b = Conv2D(3, 3, padding = same)(a) + a;
                    let c = Dropout(0.2)(Activation(gelu)(b));
                    let d = Dense(6, activation = softmax)(Flatten()(MaxPooling2D(2, allow = dropped_pixels)(c)));
                    let e: Tensor1<6> = my::Gate::<6> { gain: 1.0 }(Dropout(0.2)(d));
                    (e * e, d)
                }
            }
            check::<Net>(5, Prediction::Other);
        }
    )*};
}

options! {
    with_every_pass: ()
    without_fusion: (without(fuse))
    without_choosing_what_is_kept: (without(differentiate))
    without_a_schedule: (without(schedule))
    without_overlaid_memory: (without(plan_memory))
    without_any_pass: (without(fuse, differentiate, schedule, plan_memory))
    with_less_memory: (save_memory)
}
