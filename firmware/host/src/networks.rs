//! The networks that firmware runs: their inputs, and what the host computes from them.

use firmware_networks::{AnomalyDetection, Digits, Mlp};
use formwork::data::idx::Image;
use formwork::data::mnist;
use formwork::kernels::level::{Level, level};
use formwork::plain::{self, Plain};
use formwork::prelude::*;
use formwork::tensor::Sample;
use safetensors::SafeTensors;
use std::error::Error;
use std::path::PathBuf;

/// A network with inputs, and what firmware should make of them.
pub struct Network {
    /// Its name.
    pub name: &'static str,
    /// How many inputs there are.
    pub count: usize,
    /// The inputs, one after the other.
    pub inputs: Vec<f32>,
    /// The outputs of the deployed form, whose kernels are portable.
    pub portable: Vec<f32>,
    /// The outputs of the trained form with this machine's vector instructions.
    pub vector: Vec<f32>,
    /// What the deployed form takes.
    pub costs: Costs,
    /// What may be said of the outputs.
    pub known: Known,
}

/// Constants of a deployed form.
#[derive(Clone, Copy, Debug)]
pub struct Costs {
    /// Bytes of an input.
    pub input_bytes: usize,
    /// Bytes of an output.
    pub output_bytes: usize,
    /// Bytes of the weights.
    pub weight_bytes: usize,
    /// Bytes of intermediate values.
    pub scratch_bytes: usize,
    /// Multiply-accumulates of a prediction.
    pub macs: u64,
}

/// What is known of the outputs.
pub enum Known {
    /// What they should be, as far as there are inputs, from MLPerf Tiny's interpreter. The network rebuilds its input, and
    /// the score is the mean squared difference.
    Rebuilt {
        /// The outputs for all inputs that there are.
        outputs: Vec<f32>,
        /// Whether these are all.
        all: bool,
    },
    /// The classes.
    Labels(Vec<u8>),
}

impl Network {
    /// The network of this name with its first `count` inputs.
    pub fn load(name: &str, count: usize) -> Result<Network, Box<dyn Error>> {
        match name {
            "mnist" => {
                let (inputs, labels) = digits::<Tensor1<784>>(count)?;
                let weights = root().join("firmware/target/mnist/mlp.safetensors");
                compute(
                    "mnist",
                    &*Mlp::load(weights)?,
                    &inputs,
                    Known::Labels(labels),
                )
            }
            "cnn" => {
                let (inputs, labels) = digits::<Tensor3<28, 28, 1>>(count)?;
                let weights = root().join("networks/weights/digits.safetensors");
                compute(
                    "cnn",
                    &*Digits::load(weights)?,
                    &inputs,
                    Known::Labels(labels),
                )
            }
            "anomaly" => {
                let folder = root().join("tests/data/mlperf-tiny");
                let samples = std::fs::read(folder.join("anomaly_detection_samples.safetensors"))?;
                let samples = SafeTensors::deserialize(&samples)?;
                let inputs = first::<Tensor1<640>>(&samples, "input", count)?;
                let outputs = first::<Tensor1<640>>(&samples, "output", count)?;
                let all = samples.tensor("input")?.shape()[0] == inputs.len();
                let known = Known::Rebuilt {
                    outputs: plain::slice_of(&outputs).to_vec(),
                    all,
                };
                let weights = folder.join("anomaly_detection.safetensors");
                compute(
                    "anomaly",
                    &*AnomalyDetection::load(weights)?,
                    &inputs,
                    known,
                )
            }
            _ => Err(format!("no network `{name}`").into()),
        }
    }
}

/// The repository.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The first images of MNIST's test set, and what they show.
fn digits<I: Image>(count: usize) -> Result<(Vec<I>, Vec<u8>), Box<dyn Error>> {
    let (_, test) = mnist::load_dir::<I>(root().join("examples/data/mnist"))?;
    let (mut images, mut labels) = test.into_columns();
    images.truncate(count);
    labels.truncate(count);
    Ok((images, labels))
}

/// The first values of a tensor in a file, of which each row is a `T`.
fn first<T: Plain>(
    samples: &SafeTensors<'_>,
    tensor: &str,
    count: usize,
) -> Result<Vec<T>, Box<dyn Error>> {
    let tensor = samples.tensor(tensor)?;
    let mut values = plain::zeroed_vec::<T>(count.min(tensor.shape()[0]));
    let (bytes, _) = tensor.data().as_chunks();
    for (value, bytes) in plain::mut_slice_of(&mut values).iter_mut().zip(bytes) {
        *value = f32::from_le_bytes(*bytes);
    }
    Ok(values)
}

/// Predicts in both forms.
fn compute<M>(
    name: &'static str,
    model: &M,
    inputs: &[M::Input],
    known: Known,
) -> Result<Network, Box<dyn Error>>
where
    M: Model<Input: Plain, Output: Plain>,
    M::Input: for<'a> Sample<Slices<'a> = &'a [M::Input]>,
    M::Output: Sample<Owned = Vec<M::Output>>,
{
    if level() == Level::Portable {
        return Err("this machine has no vector kernels to compare with".into());
    }
    let deployed = model.deploy();
    let mut scratch = Deployed::<M>::scratch();
    let mut portable = plain::zeroed_vec::<M::Output>(inputs.len());
    for (input, output) in inputs.iter().zip(&mut portable) {
        deployed.predict(input, &mut scratch, output);
    }
    Ok(Network {
        name,
        count: inputs.len(),
        inputs: plain::slice_of(inputs).to_vec(),
        portable: plain::slice_of(&portable).to_vec(),
        vector: plain::slice_of(&model.predictor(1).predict_batch(inputs)).to_vec(),
        costs: Costs {
            input_bytes: size_of::<M::Input>(),
            output_bytes: size_of::<M::Output>(),
            weight_bytes: Deployed::<M>::WEIGHT_BYTES,
            scratch_bytes: Deployed::<M>::SCRATCH_BYTES,
            macs: Deployed::<M>::MACS,
        },
        known,
    })
}
