//! Calls every layer as a deployed model does, with slices of unknown lengths: `.ci/no_panic` looks for what is linked.
//!
//! As in firmware the layers are constants, so that only the kernels are linked that their options need.
#![no_std]
#![no_main]

mod activations;
mod convolutions;
mod merges;
mod normalizations;
mod places;
mod training_only;

use core::hint::black_box;
use formwork_runtime::activations::{Activation, Parametric};
use formwork_runtime::epilogue::Epilogue;
use formwork_runtime::inference::{Call, Inference};
use formwork_runtime::layers::{Dense, Lstm};

/// What a layer is called with.
struct Values<'a> {
    inputs: [&'a [f32]; 3],
    outputs: [&'a mut [f32]; 3],
    parameters: &'a [f32],
    absorbed: &'a [f32],
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
                absorbed: self.absorbed,
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

const THRESHOLDED: Epilogue = Epilogue {
    parametric: Some(Parametric::Thresholded),
    ..Epilogue::NONE
};

const THRESHOLDED_AFFINE: Epilogue = Epilogue {
    parametric: Some(Parametric::ThresholdedAffine),
    ..Epilogue::NONE
};

const DENSE: Dense = Dense {
    rows: 1,
    inputs: 30,
    units: 21,
    use_bias: true,
    epilogue: SOFTMAX,
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
    for epilogue in [THRESHOLDED, THRESHOLDED_AFFINE] {
        values.call(1, 1, Dense { epilogue, ..DENSE });
    }
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
    activations::call(values);
    convolutions::call(values);
    merges::call(values);
    normalizations::call(values);
    places::call(values);
    training_only::call(values);
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
        absorbed: some(&values),
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
