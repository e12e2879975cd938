//! The network that this firmware holds, with its weights in flash.

#[cfg(feature = "anomaly")]
use firmware_networks::AnomalyDetection as Trained;
#[cfg(feature = "cnn")]
use firmware_networks::Digits as Trained;
#[cfg(feature = "mnist")]
use firmware_networks::Mlp as Trained;
#[cfg(feature = "c")]
use formwork::plain;
use formwork::prelude::*;

#[cfg(feature = "anomaly")]
static NETWORK: Deployed<Trained> = include_weights!(
    firmware_networks::AnomalyDetection,
    "../../tests/data/mlperf-tiny/anomaly_detection.safetensors"
);
#[cfg(feature = "cnn")]
static NETWORK: Deployed<Trained> = include_weights!(
    firmware_networks::Digits,
    "../../networks/weights/digits.safetensors"
);
#[cfg(feature = "mnist")]
static NETWORK: Deployed<Trained> =
    include_weights!(firmware_networks::Mlp, "../target/mnist/mlp.safetensors");

/// What the network takes.
pub type Input = <Deployed<Trained> as DeployedModel>::Input;
/// What it gives.
pub type Output = <Deployed<Trained> as DeployedModel>::Output;
/// What it works in.
pub type Scratch = <Deployed<Trained> as DeployedModel>::Scratch;

/// One prediction.
#[cfg(not(feature = "c"))]
#[inline(always)]
pub fn predict(input: &Input, scratch: &mut Scratch, output: &mut Output) {
    NETWORK.predict(input, scratch, output);
}

/// One prediction by the loops in C, which have working memory of their own.
#[cfg(feature = "c")]
#[inline(always)]
pub fn predict(input: &Input, _: &mut Scratch, output: &mut Output) {
    unsafe extern "C" {
        fn predict_in_c(weights: *const f32, input: *const f32, output: *mut f32);
    }
    let weights = plain::as_slice(&NETWORK).as_ptr();
    // SAFETY: the function reads the weights and one input, and writes one output; their sizes are those of the network.
    unsafe {
        predict_in_c(
            weights,
            input.as_slice().as_ptr(),
            output.as_mut_slice().as_mut_ptr(),
        )
    }
}
