//! Closures as activations and as layers: against Keras's numbers for the activations that they spell out, against the
//! runtime's own where they are fused, and by finite differences in `gradients.rs`.

mod common;

use common::reference::{family, within};
use common::run::{Tolerances, check_layer, infer, step};
use formwork::kernels::team::Team;
use formwork::model;
use formwork::prelude::*;
use formwork::random::Stream;

const ELEMENTWISE: Tolerances = Tolerances {
    outputs: within(2e-6, 1e-6),
    gradients: within(2e-6, 1e-6),
};

/// Each case of the activations' reference numbers with a closure that computes the same.
macro_rules! spelled_out {
    ($($case:ident: $closure:expr;)*) => {
        mod spelled_out {
            use super::*;
            $(
                #[test]
                fn $case() {
                    model! {
                        #[model(input_gradients)]
                        pub struct Net { Input(11), Activation($closure) }
                    }
                    check_layer::<Net>(&family("activations")[stringify!($case)], ELEMENTWISE);
                }
            )*
        }
    };
}

spelled_out! {
    linear: |x| x;
    relu: |x| relu(x);
    leaky_relu: |x| if x > 0 { x } else { 0.2 * x };
    relu6: |x| if x <= 0 { 0 } else if x >= 6 { 6 } else { x };
    elu: |x| if x > 0 { x } else { exp(x) - 1 };
    selu: |x| 1.0507009873554805 * if x > 0 { x } else { 1.6732632423543772 * (exp(x) - 1) };
    celu: |x| x.celu(1);
    softplus: |x| ln(1 + exp(x));
    softsign: |x| x / (1 + abs(x));
    soft_shrink: |x| if x > 0.5 { x - 0.5 } else if x < -0.5 { x + 0.5 } else { 0 };
    sparse_plus: |x| if x <= -1 { 0 } else if x >= 1 { x } else { 0.25 * (x + 1).square() };
    silu: |x| x / (1 + exp(-x));
    squareplus: |x| (x + sqrt(x * x + 4)) / 2;
    gelu: |x| x * 0.5 * (1 + erf(x / 2.sqrt()));
    gelu_tanh: |x| {
        let inner = (2 / PI).sqrt() * (x + 0.044715 * x.powi(3));
        0.5 * x * (1 + inner.tanh())
    };
    tanh: |x| tanh(x);
    tanh_shrink: |x| x - tanh(x);
    sigmoid: |x| 1 / (1 + exp(-x));
    sparse_sigmoid: |x| clip((x + 1) / 2, 0, 1);
    hard_sigmoid: |x| hard_sigmoid(x);
    hard_silu: |x| x * clip(x / 6 + 0.5, 0, 1);
    hard_tanh: |x| max(-1, min(x, 1));
    hard_shrink: |x| if x.abs() > 0.5 { x } else { 0 };
    mish: |x| x * tanh(softplus(x));
    log_sigmoid: |x| ln(sigmoid(x));
    elu_alpha: |x| elu(x, alpha = 0.5);
    threshold: |x| if x > 0.7 { x } else { -2 };
    exponential: |x| x.exp();
}

/// What a step with random cotangents gives: predictions, gradients of the weights and of the inputs.
fn run<M: Model>(batch: usize, threads: usize) -> [Vec<f32>; 3] {
    let mut stream = Stream::new(3, 5);
    let mut random = |len: usize| -> Vec<f32> {
        (0..len * batch)
            .map(|_| 4.0 * stream.uniform() - 2.0)
            .collect()
    };
    let inputs: Vec<Vec<f32>> = M::INPUTS
        .iter()
        .map(|port| random(port.shape.len()))
        .collect();
    let cotangents: Vec<Vec<f32>> = M::OUTPUTS
        .iter()
        .map(|port| random(port.shape.len()))
        .collect();
    let slices: Vec<&[f32]> = inputs.iter().map(Vec::as_slice).collect();
    let mut model = M::init(7);
    let team = Team::new(threads);
    let outcome = step(&mut *model, &team, batch, &slices, cotangents, true);
    let predicted = infer(&*model, &team, batch, &slices);
    assert_eq!(predicted, outcome.predictions, "predicted and trained");
    [
        outcome.predictions.concat(),
        outcome.gradients,
        outcome.input_gradients.concat(),
    ]
}

#[track_caller]
fn assert_same<A: Model, B: Model>() {
    for (found, expected) in run::<A>(11, 1).iter().zip(run::<B>(11, 3)) {
        let largest = expected
            .iter()
            .fold(0f32, |most, value| most.max(value.abs()));
        assert_eq!(found.len(), expected.len());
        for (index, (found, expected)) in found.iter().zip(&expected).enumerate() {
            assert!(
                (found - expected).abs() <= 1e-6 * largest,
                "{index}: {found} is not {expected}, with values up to {largest}"
            );
        }
    }
}

#[test]
fn a_dense_layer_takes_closures() {
    model! {
        #[model(input_gradients)]
        pub struct Named { Input(7), Dense(9, activation = mish), Dense(6, activation = gelu(true)), Dense(3, activation = tanh) }

        #[model(input_gradients)]
        pub struct Closed {
            Input(7),
            Dense(9, activation = |x| x * tanh(softplus(x))),
            Dense(6, activation = |x| gelu_tanh(x)),
            Dense(3, activation = |x| tanh(x)),
        }
    }
    assert_same::<Closed, Named>();
}

#[test]
fn a_convolution_takes_closures_behind_a_residual() {
    model! {
        #[model(input_gradients)]
        pub struct Named {
            let image = Input(5, 6, 2);
            let a = Conv2D(3, 3, padding = same, activation = silu)(image);
            let b = Conv2D(3, 3, padding = same)(a) + a;
            Flatten()(Activation(elu)(b))
        }

        #[model(input_gradients)]
        pub struct Closed {
            let image = Input(5, 6, 2);
            let a = Conv2D(3, 3, padding = same, activation = |x| x * sigmoid(x))(image);
            let b = Conv2D(3, 3, padding = same)(a) + a;
            Flatten()(Activation(|x| if x > 0 { x } else { exp(x) - 1 })(b))
        }
    }
    assert_same::<Closed, Named>();
}

#[test]
fn a_recurrent_layer_takes_closures() {
    model! {
        #[model(input_gradients)]
        pub struct Named {
            Input(5, 3), LSTM(4, activation = softsign, recurrent_activation = hard_sigmoid),
        }

        #[model(input_gradients)]
        pub struct Closed {
            Input(5, 3),
            LSTM(
                4,
                activation = |x| x / (1 + abs(x)),
                recurrent_activation = |x| clip(x / 6 + 0.5, 0, 1),
            ),
        }
    }
    assert_same::<Closed, Named>();
}

#[test]
fn a_lambda_of_several_inputs_is_what_layers_compute() {
    model! {
        #[model(input_gradients)]
        pub struct Named {
            let a = Input(70);
            let b = Input(70);
            let gate = Activation(sigmoid)(b);
            a * gate
        }

        #[model(input_gradients)]
        pub struct Closed {
            let a = Input(70);
            let b = Input(70);
            Lambda(|a, b| a * sigmoid(b))(a, b)
        }
    }
    assert_same::<Closed, Named>();
}

#[test]
fn closures_have_names_and_constants() {
    model! {
        const SLOPE: f32 = 0.3;

        fn gated(a, b, sharpness = 1) {
            (|a, b| a * sigmoid(sharpness * b))(a, b)
        }

        #[model(input_gradients)]
        pub struct Closed(power = 2) {
            let a = Input(12);
            let b = Input(12);
            let bend = |x| if x > 0 { x } else { SLOPE * x };
            let twice = |x| bend(bend(x));
            let h = Dense(12, activation = twice)(a);
            let h = gated(h, b, sharpness = power);
            let t = 2;
            // The closure's own `t` and `h` aren't those outside.
            Activation(|x| { let h = tanh(x); h.pow(power) * t })(h)
        }

        #[model(input_gradients)]
        pub struct Named {
            let a = Input(12);
            let b = Input(12);
            let h = Dense(12, activation = leaky_relu(0.09))(a);
            let h = h * Activation(sigmoid)(b + b);
            let h = Activation(tanh)(h);
            h * h + h * h
        }
    }
    assert_same::<Closed, Named>();
}

#[test]
fn a_dropout_may_follow() {
    model! {
        pub struct Named { Input(7), Dense(40, activation = tanh), Dropout(0.5), Dense(3) }
        pub struct Closed { Input(7), Dense(40, activation = |x| x.tanh()), Dropout(0.5), Dense(3) }
        pub struct Roots { Input(7), Dense(40, activation = |x| sqrt(x * x + 1)), Dropout(0.5), Dense(3) }
    }
    let gradients = |outcome: common::run::Outcome| outcome.gradients;
    let inputs: Vec<f32> = (0..35).map(|index| (index as f32 * 0.7).sin()).collect();
    let cotangents = vec![
        (0..15)
            .map(|index| (index as f32 * 0.3).cos())
            .collect::<Vec<f32>>(),
    ];
    let team = Team::alone();
    let named = step(
        &mut *Named::init(1),
        &team,
        5,
        &[&inputs],
        cotangents.clone(),
        false,
    );
    let closed = step(
        &mut *Closed::init(1),
        &team,
        5,
        &[&inputs],
        cotangents.clone(),
        false,
    );
    let roots = step(
        &mut *Roots::init(1),
        &team,
        5,
        &[&inputs],
        cotangents,
        false,
    );
    let (named, closed, roots) = (gradients(named), gradients(closed), gradients(roots));
    assert!(named.iter().zip(&closed).all(|(a, b)| (a - b).abs() < 1e-5));
    // A dropped element is 0, where the derivative of a root by its value would be infinite.
    assert!(roots.iter().all(|value| value.is_finite()));
}
