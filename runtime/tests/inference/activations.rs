//! Every activation as a layer, along the last axis and others.

use crate::Case;
use formwork_runtime::activations::{Closure, Rows, activation};
use formwork_runtime::kernels::math::{softplus, tanh};
use formwork_runtime::layers::{ActivationLayer, AxisActivation, GatedLinearUnit};
use formwork_runtime::shape_rules::Activation;
use formwork_runtime::shape_rules::axis::AxisView;

struct Squash;

impl Closure<1> for Squash {
    const KEEPS: [bool; 1] = [true];
    const KEEPS_OUTPUT: bool = false;

    fn value([x]: [f32; 1]) -> f32 {
        x * tanh(softplus(x))
    }

    fn derivatives(_: [f32; 1], _: f32) -> [f32; 1] {
        [f32::NAN]
    }
}

fn all() -> Vec<Activation> {
    let relu = |negative_slope, max_value, threshold| Activation::ClippedRelu {
        negative_slope,
        max_value,
        threshold,
    };
    vec![
        Activation::Linear,
        Activation::Relu,
        relu(0.2, f32::INFINITY, 0.0),
        relu(0.0, 0.6, 0.0),
        relu(0.1, 0.5, 0.25),
        relu(-0.3, f32::INFINITY, 0.0),
        Activation::Elu { alpha: 0.7 },
        Activation::Elu { alpha: -0.7 },
        Activation::Selu,
        Activation::Celu { alpha: 1.5 },
        Activation::Celu { alpha: -1.5 },
        Activation::Exponential,
        Activation::Gelu,
        Activation::GeluTanh,
        Activation::HardShrink { threshold: 0.5 },
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
        Activation::Tanh,
        Activation::TanhShrink,
        Activation::Threshold {
            threshold: 0.2,
            default_value: -2.0,
        },
        Activation::Softmax,
        Activation::LogSoftmax,
        Activation::Sparsemax,
        activation::<Squash>(),
    ]
}

#[test]
fn along_the_last_axis() {
    for activation in all() {
        // Rows shorter and longer than the lanes of a sum, and longer than a block of exponentials.
        for (rows, width) in [(1, 1), (3, 7), (5, 37), (2, 600)] {
            let len = rows * width;
            let case = Case {
                inputs: vec![len],
                outputs: vec![len],
                in_place: vec![0],
                ..Case::default()
            };
            case.check(&ActivationLayer {
                len,
                width,
                activation,
            });
        }
    }
}

#[test]
fn along_other_axes() {
    for rows in [Rows::Softmax, Rows::LogSoftmax, Rows::Sparsemax] {
        for (outer, len, inner) in [(1, 5, 3), (2, 19, 1), (3, 4, 7)] {
            let view = AxisView { outer, len, inner };
            let layer = AxisActivation { view, rows };
            let case = Case {
                inputs: vec![outer * len * inner],
                outputs: vec![outer * len * inner],
                forward_scratch: layer.scratch(),
                scratch: len,
                in_place: vec![0],
                ..Case::default()
            };
            case.check(&layer);
        }
    }
}

#[test]
fn gated_linear_units() {
    for (outer, len, inner) in [(1, 8, 1), (3, 2, 5), (2, 6, 4)] {
        let case = Case {
            inputs: vec![outer * len * inner],
            outputs: vec![outer * len * inner / 2],
            ..Case::default()
        };
        case.check(&GatedLinearUnit {
            view: AxisView { outer, len, inner },
        });
    }
}
