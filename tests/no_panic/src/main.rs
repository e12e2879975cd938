//! Calls every layer as a deployed model does, with slices of unknown lengths: `.ci/no_panic` looks for what is linked.
//!
//! As in firmware the layers are constants, so that only the kernels are linked that their options need.
#![no_std]
#![no_main]

use core::hint::black_box;
use formwork_runtime::activations::{Activation, Closure, Rows, activation};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::inference::{Call, Inference};
use formwork_runtime::kernels::math;
use formwork_runtime::layers::{
    ActivationLayer, Add, Average, AveragePooling, AxisActivation, BatchNormalization,
    BilinearUpSampling, Concatenate, Conv2D, Cropping, Dense, Dot, Dropout, Frame, GatedLinearUnit,
    GlobalAveragePooling, Lambda, Lstm, MaxPooling, Maximum, Minimum, Multiply, Permute, Subtract,
    UpSampling, Windows, ZeroPadding,
};
use formwork_shape_rules::Shape;
use formwork_shape_rules::axis::AxisView;

/// What a layer is called with.
struct Values<'a> {
    inputs: [&'a [f32]; 3],
    outputs: [&'a mut [f32]; 3],
    parameters: &'a [f32],
    scratch: &'a mut [f32],
}

impl Values<'_> {
    #[inline(always)]
    fn call(&mut self, inputs: usize, outputs: usize, layer: impl Inference) {
        if let (Some(inputs), Some(outputs)) =
            (self.inputs.get(..inputs), self.outputs.get_mut(..outputs))
        {
            layer.infer(Call {
                inputs,
                outputs,
                parameters: self.parameters,
                scratch: self.scratch,
            });
        }
    }
}

const SOFTMAX: Epilogue = Epilogue {
    activation: Activation::Softmax,
    ..Epilogue::NONE
};

const RESIDUAL: Epilogue = Epilogue {
    residual: true,
    activation: Activation::Relu,
    ..Epilogue::NONE
};

const DENSE: Dense = Dense {
    rows: 1,
    inputs: 30,
    units: 21,
    use_bias: true,
    epilogue: SOFTMAX,
};

const CONV_2D: Conv2D = Conv2D {
    height: 12,
    width: 9,
    channels: 6,
    output_height: 12,
    output_width: 9,
    filters: 10,
    kernel_size: [3, 2],
    strides: [1, 1],
    dilation: [1, 1],
    groups: 1,
    top: 1,
    left: 1,
    use_bias: true,
    epilogue: Epilogue::NONE,
};

const BATCH_NORMALIZATION: BatchNormalization = BatchNormalization {
    positions: 8,
    channels: 5,
    momentum: 0.99,
    epsilon: 1e-3,
    center: true,
    scale: true,
    frozen: false,
    epilogue: RESIDUAL,
};

const LSTM: Lstm = Lstm {
    steps: 6,
    inputs: 5,
    units: 7,
    activation: Activation::Tanh,
    recurrent_activation: Activation::Sigmoid,
    use_bias: true,
    return_sequences: true,
    go_backwards: false,
};

const VIEW: AxisView = AxisView {
    outer: 3,
    len: 4,
    inner: 5,
};

const WINDOWS: Windows = Windows {
    input: [3, 8, 8],
    output: [2, 4, 4],
    channels: 5,
    pool_size: [2, 2, 2],
    strides: [2, 2, 2],
    before: [1, 0, 0],
};

const FRAME: Frame = Frame {
    inner: [2, 3, 4],
    outer: [4, 5, 9],
    before: [1, 0, 2],
    channels: 3,
};

/// One with equal shapes, one that repeats an input.
const SHAPES: [&[Shape]; 2] = [
    &[Shape::of(&[4, 5]), Shape::of(&[4, 5])],
    &[Shape::of(&[4, 5]), Shape::of(&[4, 1])],
];

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

fn layers(values: &mut Values<'_>) {
    values.call(1, 1, DENSE);
    values.call(
        2,
        1,
        Dense {
            rows: 4,
            use_bias: false,
            epilogue: RESIDUAL,
            ..DENSE
        },
    );
    values.call(1, 1, CONV_2D);
    values.call(
        2,
        1,
        Conv2D {
            groups: 2,
            strides: [2, 1],
            dilation: [1, 2],
            epilogue: RESIDUAL,
            ..CONV_2D
        },
    );
    values.call(
        1,
        1,
        Conv2D {
            groups: 6,
            filters: 6,
            ..CONV_2D
        },
    );
    values.call(
        1,
        1,
        Conv2D {
            kernel_size: [1, 1],
            top: 0,
            left: 0,
            ..CONV_2D
        },
    );
    values.call(2, 1, BATCH_NORMALIZATION);
    values.call(
        1,
        1,
        Dropout {
            len: 9,
            rate: 0.5,
            node: 1,
        },
    );
    values.call(1, 1, LSTM);
    values.call(
        3,
        3,
        Lstm {
            activation: Activation::Relu,
            recurrent_activation: Activation::HardSigmoid,
            return_sequences: false,
            go_backwards: true,
            ..LSTM
        },
    );
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
    merges(values);
    values.call(
        3,
        1,
        Concatenate {
            outer: 3,
            runs: &[1, 2, 3],
        },
    );
    values.call(
        2,
        1,
        Lambda {
            len: 7,
            function: Wave,
        },
    );
    values.call(1, 1, MaxPooling { windows: WINDOWS });
    values.call(1, 1, AveragePooling { windows: WINDOWS });
    values.call(
        1,
        1,
        GlobalAveragePooling {
            positions: 9,
            channels: 4,
        },
    );
    values.call(1, 1, ZeroPadding { frame: FRAME });
    values.call(1, 1, Cropping { frame: FRAME });
    values.call(
        1,
        1,
        UpSampling {
            input: [1, 3, 4],
            size: [1, 2, 3],
            channels: 5,
        },
    );
    values.call(
        1,
        1,
        BilinearUpSampling {
            height: 3,
            width: 4,
            channels: 5,
            size: [2, 3],
        },
    );
    values.call(
        1,
        1,
        Permute {
            dims: [1, 1, 2, 3, 4],
            strides: [0, 0, 1, 8, 2],
        },
    );
}

fn merges(values: &mut Values<'_>) {
    for inputs in SHAPES {
        let (output, epilogue) = (Shape::of(&[4, 5]), RESIDUAL);
        macro_rules! merge {
            ($($layer:ident { .. }),*) => {
                $(values.call(3, 1, $layer { inputs, output, epilogue });)*
            };
        }
        merge!(
            Add { .. },
            Subtract { .. },
            Multiply { .. },
            Average { .. },
            Maximum { .. },
            Minimum { .. }
        );
    }
    for normalize in [false, true] {
        values.call(
            2,
            1,
            Dot {
                first: VIEW,
                second: VIEW,
                normalize,
            },
        );
    }
}

/// Some of the elements; nobody knows how many.
fn some<'a>(values: &'a [f32; 64]) -> &'a [f32] {
    values.get(..black_box(40)).unwrap_or(&[])
}

#[unsafe(no_mangle)]
extern "C" fn _start() -> ! {
    let values = black_box([0.5; 64]);
    let mut buffers = black_box([[0.0; 64]; 4]);
    let len = black_box(50);
    let [a, b, c, scratch] = buffers
        .each_mut()
        .map(|buffer| buffer.get_mut(..len).unwrap_or_default());
    layers(&mut Values {
        inputs: [some(&values); 3],
        outputs: [a, b, c],
        parameters: some(&values),
        scratch,
    });
    black_box(&buffers);
    #[cfg(feature = "planted")]
    black_box(values[len]);
    loop {
        core::hint::spin_loop();
    }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {
        core::hint::spin_loop();
    }
}
