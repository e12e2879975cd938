//! Elementwise kernels give the same bits at every level of vector instructions that this processor has.

use formwork_runtime::activations::{self, Activation, BackwardNeeds};
use formwork_runtime::epilogue::{Epilogue, Site};
use formwork_runtime::kernels::level::{Level, force, supported, unforce};
use formwork_runtime::operation::Mode;
use formwork_runtime::random::Random;

const ACTIVATIONS: [Activation; 16] = [
    Activation::Relu,
    Activation::Selu,
    Activation::Exponential,
    Activation::Gelu,
    Activation::GeluTanh,
    Activation::LogSigmoid,
    Activation::Mish,
    Activation::Sigmoid,
    Activation::Silu,
    Activation::Softplus,
    Activation::Squareplus { b: 4.0 },
    Activation::Tanh,
    Activation::TanhShrink,
    Activation::Softmax,
    Activation::LogSoftmax,
    Activation::Sparsemax,
];

/// Values and derivatives of all activations behind a bias and a residual, as bits.
fn bits() -> Vec<u32> {
    let ramp = |count: usize, factor: f32| -> Vec<f32> {
        (0..count)
            .map(|index| (index as f32 * factor).sin() * 9.0)
            .collect()
    };
    let (z, bias, residual) = (ramp(37 * 61, 0.37), ramp(37, 1.1), ramp(37 * 61, 0.73));
    let mut bits = Vec::new();
    for activation in ACTIVATIONS {
        let save_input = activation.backward_needs() == BackwardNeeds::Input;
        let epilogue = Epilogue {
            residual: true,
            activation,
            dropout: None,
            save_input,
            ..Epilogue::NONE
        };
        let random = Random { seed: 1, step: 2 };
        let site = Site {
            width: 37,
            sample_len: 37,
            first_sample: 0,
            random,
        };
        let (mut y, mut saved) = (z.clone(), z.clone());
        let keep = save_input.then_some(&mut saved[..]);
        epilogue.forward(
            site,
            Mode::Training,
            Some(&bias),
            Some(&residual),
            &mut y,
            keep,
        );
        let mut cotangent = residual.clone();
        activations::backward(
            activation,
            37,
            if save_input { &saved } else { &y },
            &mut cotangent,
        );
        bits.extend(y.iter().chain(&cotangent).map(|value| value.to_bits()));
    }
    bits
}

#[test]
fn all_levels_agree() {
    force(Level::Portable);
    let portable = bits();
    for level in [Level::Avx2, Level::Avx512, Level::Neon] {
        if supported(level) {
            force(level);
            assert!(bits() == portable, "{level:?} differs");
        }
    }
    unforce();
}
