//! Activations as layers, those with parameters too.

use crate::Values;
use formwork_runtime::activations::{Activation, Closure, Parametric, Rows, activation};
use formwork_runtime::kernels::math;
use formwork_runtime::layers::{
    ActivationLayer, AxisActivation, GatedLinearUnit, Lambda, PReLU, ThresholdedLinearUnit,
};
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::AxisView;

const VIEW: AxisView = AxisView {
    outer: 3,
    len: 4,
    inner: 5,
};

struct Wave;

impl Closure<2> for Wave {
    const KEEPS: [bool; 2] = [true, true];
    const KEEPS_OUTPUT: bool = false;

    #[inline(always)]
    fn value([a, b]: [f32; 2]) -> f32 {
        a * math::sin(b) + math::cos(a) * math::ln(b) + math::erf(a) / math::sqrt(b)
            - math::log1p(a)
            + math::minimum(a, math::maximum(b, math::sign(a)))
    }

    #[inline(always)]
    fn derivatives(_: [f32; 2], _: f32) -> [f32; 2] {
        [0.0; 2]
    }
}

struct Sine;

impl Closure<1> for Sine {
    const KEEPS: [bool; 1] = [true];
    const KEEPS_OUTPUT: bool = false;

    #[inline(always)]
    fn value([x]: [f32; 1]) -> f32 {
        math::sin(x)
    }

    #[inline(always)]
    fn derivatives(_: [f32; 1], _: f32) -> [f32; 1] {
        [0.0]
    }
}

const fn relu(negative_slope: f32, max_value: f32, threshold: f32) -> Activation {
    Activation::ClippedRelu {
        negative_slope,
        max_value,
        threshold,
    }
}

const ACTIVATIONS: [Activation; 34] = [
    Activation::Linear,
    Activation::Relu,
    relu(0.2, f32::INFINITY, 0.0),
    relu(0.1, 3.0, 0.5),
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
    activation::<Sine>(),
];

pub fn call(values: &mut Values<'_>) {
    for activation in ACTIVATIONS {
        values.call(
            1,
            1,
            ActivationLayer {
                len: 40,
                width: 8,
                activation,
            },
        );
    }
    for rows in [Rows::Softmax, Rows::LogSoftmax, Rows::Sparsemax] {
        values.call(1, 1, AxisActivation { view: VIEW, rows });
    }
    values.call(1, 1, GatedLinearUnit { view: VIEW });
    values.call(
        2,
        1,
        Lambda {
            len: 7,
            function: Wave,
        },
    );
    for form in [Parametric::Thresholded, Parametric::ThresholdedAffine] {
        values.call(1, 1, ThresholdedLinearUnit { form });
    }
    for alpha in [
        Shape::of(&[4, 5]),
        Shape::of(&[1, 5]),
        Shape::of(&[4, 1]),
        Shape::of(&[1, 1]),
    ] {
        let shape = Shape::of(&[4, 5]);
        values.call(1, 1, PReLU { shape, alpha });
    }
}
