//! Every activation against Keras, and its derivative against differences.

use super::*;
use crate::layers::reference::Reference;

const ALL: [Activation; 36] = [
    Activation::Linear,
    Activation::Relu,
    Activation::ClippedRelu {
        negative_slope: 0.2,
        max_value: f32::INFINITY,
        threshold: 0.0,
    },
    Activation::ClippedRelu {
        negative_slope: 0.0,
        max_value: 6.0,
        threshold: 0.0,
    },
    Activation::ClippedRelu {
        negative_slope: 0.1,
        max_value: 3.0,
        threshold: 0.5,
    },
    Activation::ClippedRelu {
        negative_slope: -0.3,
        max_value: f32::INFINITY,
        threshold: 0.0,
    },
    Activation::Elu { alpha: 0.7 },
    Activation::Elu { alpha: -0.7 },
    Activation::Selu,
    Activation::Celu { alpha: 1.5 },
    Activation::Celu { alpha: -1.5 },
    Activation::Exponential,
    Activation::Gelu,
    Activation::GeluTanh,
    Activation::HardShrink { threshold: 0.5 },
    Activation::HardShrink { threshold: -0.5 },
    Activation::HardSigmoid,
    Activation::HardSilu,
    Activation::HardTanh,
    Activation::LogSigmoid,
    Activation::Mish,
    Activation::Sigmoid,
    Activation::Silu,
    Activation::SoftShrink { threshold: 0.5 },
    Activation::Softplus,
    Activation::Softsign,
    Activation::SparsePlus,
    Activation::SparseSigmoid,
    Activation::Squareplus { b: 4.0 },
    Activation::Squareplus { b: 0.0 },
    Activation::Tanh,
    Activation::TanhShrink,
    Activation::Threshold {
        threshold: 0.7,
        default_value: -2.0,
    },
    Activation::Softmax,
    Activation::LogSoftmax,
    Activation::Sparsemax,
];

#[test]
fn keras_agrees() {
    let reference = Reference::open("activations");
    let mut compared = 0;
    for case in reference.cases() {
        let activation = match (case.entry["activation"].as_str(), case.layer()) {
            (Some(name), _) => case.activation(name),
            (None, "ELU") => case.activation("elu"),
            (None, "ReLU") => case.activation("relu"),
            (None, "LeakyReLU") => Some(Activation::ClippedRelu {
                negative_slope: case.number("negative_slope", 0.3),
                max_value: f32::INFINITY,
                threshold: 0.0,
            }),
            _ => None,
        };
        let Some(activation) = activation else {
            continue;
        };
        let last = !case.entry["config"]
            .as_object()
            .is_some_and(|config| config.contains_key("axis"));
        if !last {
            continue;
        }
        let width = *case.shape("x").last().unwrap();
        let input = case.values("x");
        let mut output = input.clone();
        forward(activation, width, &mut output);
        case.check("y", &output, (2e-6, 1e-6));
        let mut cotangent = case.values("dy");
        let kept = if activation.backward_needs() == BackwardNeeds::Input {
            &input
        } else {
            &output
        };
        backward(activation, width, kept, &mut cotangent);
        case.check("dx", &cotangent, (2e-6, 1e-6));
        compared += 1;
    }
    assert_eq!(compared, 69);
}

#[test]
fn derivatives_are_those_of_the_values() {
    // Odd length, and no point within a step of a kink.
    let input: Vec<f32> = (0..77).map(|index| -4.015 + index as f32 * 0.107).collect();
    let weights: Vec<f32> = (0..77).map(|index| (index as f32 * 1.3).cos()).collect();
    let step = 1.0 / 512.0;
    for activation in ALL {
        let width = if activation.is_elementwise() { 77 } else { 7 };
        let mut output = input.clone();
        forward(activation, width, &mut output);
        let kept = if activation.backward_needs() == BackwardNeeds::Input {
            &input
        } else {
            &output
        };
        let mut cotangent = weights.clone();
        backward(activation, width, kept, &mut cotangent);
        for index in 0..input.len() {
            let weighted = |offset: f32| {
                let mut values = input.clone();
                values[index] += offset;
                forward(activation, width, &mut values);
                values
                    .iter()
                    .zip(&weights)
                    .map(|(y, w)| f64::from(*y) * f64::from(*w))
                    .sum::<f64>()
            };
            let difference = (weighted(step) - weighted(-step)) / f64::from(2.0 * step);
            let found = f64::from(cotangent[index]);
            let tolerance = 2e-3 * (1.0 + difference.abs());
            assert!(
                (found - difference).abs() < tolerance,
                "{activation:?} at {}: {found} {difference}",
                input[index]
            );
        }
    }
}

#[test]
fn derivatives_at_kinks_are_those_from_the_left() {
    let at = |activation: Activation, x: f32| {
        let input = [x];
        let mut output = input;
        forward(activation, 1, &mut output);
        let kept = if activation.backward_needs() == BackwardNeeds::Input {
            input
        } else {
            output
        };
        let mut cotangent = [1.0];
        backward(activation, 1, &kept, &mut cotangent);
        cotangent[0]
    };
    assert_eq!(at(Activation::Relu, 0.0), 0.0);
    assert_eq!(at(Activation::Relu, -0.0), 0.0);
    let leaky = Activation::ClippedRelu {
        negative_slope: 0.2,
        max_value: f32::INFINITY,
        threshold: 0.0,
    };
    assert_eq!(at(leaky, 0.0), 0.2);
    let relu6 = Activation::ClippedRelu {
        negative_slope: 0.0,
        max_value: 6.0,
        threshold: 0.0,
    };
    assert_eq!(at(relu6, 6.0), 0.0);
}

#[test]
fn infinities_give_limits() {
    for activation in ALL {
        if !activation.is_elementwise() {
            continue;
        }
        let mut values = [f32::NEG_INFINITY, f32::INFINITY, f32::NAN];
        forward(activation, 3, &mut values);
        let limited = matches!(activation, Activation::TanhShrink | Activation::Linear);
        assert!(limited || !values[0].is_nan(), "{activation:?} at −∞");
        assert!(!values[1].is_nan(), "{activation:?} at ∞");
        assert!(values[2].is_nan(), "{activation:?} hides NaN");
    }
}
