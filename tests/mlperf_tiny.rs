//! Two reference networks of MLPerf Tiny with their real weights, against the outputs of MLPerf's own interpreter.

#[path = "common/mlperf_tiny.rs"]
mod mlperf_tiny;

use formwork::kernels::level::{self, Level};
use formwork::plain::{self, Plain};
use formwork::prelude::*;
use formwork::tensor::Sample;
use mlperf_tiny::{AnomalyDetection, ImageClassification};
use safetensors::SafeTensors;
use std::fs;
use std::path::PathBuf;

/// Of the largest element of all outputs.
const TOLERANCE: f64 = 5e-4;

fn file(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mlperf-tiny");
    PathBuf::from(folder).join(name)
}

/// Inputs and the reference interpreter's outputs.
struct Samples<I, O> {
    inputs: Vec<I>,
    outputs: Vec<O>,
}

fn samples<I: Plain, O: Plain>(name: &str) -> Samples<I, O> {
    let bytes = fs::read(file(name)).unwrap();
    let tensors = SafeTensors::deserialize(&bytes).unwrap();
    Samples {
        inputs: values(&tensors, "input"),
        outputs: values(&tensors, "output"),
    }
}

fn values<T: Plain>(tensors: &SafeTensors, name: &str) -> Vec<T> {
    let tensor = tensors.tensor(name).unwrap();
    let (elements, rest) = tensor.data().as_chunks();
    assert!(rest.is_empty());
    let mut values = plain::zeroed_vec(tensor.shape()[0]);
    let slots = plain::mut_slice_of(&mut values);
    assert_eq!(slots.len(), elements.len());
    for (slot, element) in slots.iter_mut().zip(elements) {
        *slot = f32::from_le_bytes(*element);
    }
    values
}

/// The largest difference, as a part of the largest element of the reference.
fn difference<T: Plain>(outputs: &[T], reference: &[T]) -> f64 {
    let (outputs, reference) = (plain::slice_of(outputs), plain::slice_of(reference));
    assert_eq!(outputs.len(), reference.len());
    let largest = reference
        .iter()
        .fold(0f32, |most, value| most.max(value.abs()));
    let differences = outputs.iter().zip(reference);
    let difference = differences.map(|(output, reference)| {
        assert!(output.is_finite());
        f64::from(output - reference).abs()
    });
    difference.fold(0.0, f64::max) / f64::from(largest)
}

/// The mean of the windows' scores: how far what comes out is from what went in.
fn score(windows: &[Tensor1<640>], outputs: &[Tensor1<640>]) -> f64 {
    let pairs = plain::slice_of(windows)
        .iter()
        .zip(plain::slice_of(outputs));
    let squares = pairs.map(|(window, output)| f64::from(output - window).powi(2));
    squares.sum::<f64>() / (640 * windows.len()) as f64
}

/// Checks the outputs for all samples: by vector instructions, by portable kernels, and of the deployed form, which has
/// the bits of the second.
fn check_all_forms<M>(model: &M, inputs: &[M::Input], check: impl Fn(&str, &[M::Output]))
where
    M: Model<Input: Plain, Output: Plain>,
    for<'a> M::Input: Sample<Slices<'a> = &'a [M::Input]>,
    M::Output: Sample<Owned = Vec<M::Output>>,
{
    check(
        "vector instructions",
        &model.predictor(2).predict_batch(inputs),
    );
    level::force(Level::Portable);
    let portable = model.predictor(1).predict_batch(inputs);
    level::unforce();
    check("portable kernels", &portable);
    let deployed = model.deploy();
    let mut scratch = Deployed::<M>::scratch();
    let mut outputs: Vec<M::Output> = plain::zeroed_vec(inputs.len());
    for (input, output) in inputs.iter().zip(&mut outputs) {
        deployed.predict(input, &mut scratch, output);
    }
    check("the deployed form", &outputs);
    let bits = |value: &f32| value.to_bits();
    let pairs = plain::slice_of(&portable).iter().map(bits);
    assert!(pairs.eq(plain::slice_of(&outputs).iter().map(bits)));
}

#[test]
fn both_networks_give_the_reference_outputs() {
    let samples = samples::<Tensor1<640>, Tensor1<640>>("anomaly_detection_samples.safetensors");
    let model = AnomalyDetection::load(file("anomaly_detection.safetensors")).unwrap();
    assert_eq!(samples.inputs.len(), 196);
    check_all_forms(&*model, &samples.inputs, |how, outputs| {
        let difference = difference(outputs, &samples.outputs);
        assert!(difference <= TOLERANCE, "by {how}: {difference}");
        let score = score(&samples.inputs, outputs);
        assert!((score - 9.7071).abs() <= 1e-4, "by {how}: {score}");
    });

    let samples = self::samples::<Tensor3<32, 32, 3>, Tensor1<10>>(
        "image_classification_samples.safetensors",
    );
    let model = ImageClassification::load(file("image_classification.safetensors")).unwrap();
    assert_eq!(samples.inputs.len(), 24);
    check_all_forms(&*model, &samples.inputs, |how, outputs| {
        let difference = difference(outputs, &samples.outputs);
        assert!(difference <= TOLERANCE, "by {how}: {difference}");
    });
}

#[test]
fn the_deployed_forms_take_what_their_liveness_demands() {
    type Anomaly = Deployed<AnomalyDetection>;
    type Images = Deployed<ImageClassification>;
    assert_eq!(Anomaly::SCRATCH_BYTES, 1024);
    assert_eq!(Anomaly::WEIGHT_BYTES, 1_063_456);
    assert_eq!(Images::SCRATCH_BYTES, 131_072);
    assert_eq!(Images::WEIGHT_BYTES, 310_824);
}

#[test]
fn the_costs_are_those_of_the_networks() {
    assert_eq!(AnomalyDetection::PARAMETERS, 265_864);
    assert_eq!(ImageClassification::PARAMETERS, 77_706);
    assert_eq!(AnomalyDetection::MACS, 264_192);
    assert_eq!(ImageClassification::MACS, 12_501_632);
}
