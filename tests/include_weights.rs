//! Weights that are part of the program: what `include_weights!` gives is what the host loads and folds, in static memory.
#![deny(unsafe_code)]

#[path = "common/mlperf_tiny.rs"]
mod mlperf_tiny;

use formwork::plain::{self, Plain};
use formwork::prelude::*;
use mlperf_tiny::{AnomalyDetection, ImageClassification};
use std::path::Path;

static ANOMALY: Deployed<AnomalyDetection> = include_weights!(
    AnomalyDetection,
    "tests/data/mlperf-tiny/anomaly_detection.safetensors"
);

static IMAGES: Deployed<ImageClassification> = include_weights!(
    mlperf_tiny::ImageClassification,
    "tests/data/mlperf-tiny/image_classification.safetensors",
);

/// A file of the folder with the reference networks.
fn load<M: Model>(name: &str) -> Box<M> {
    M::load(Path::new("tests/data/mlperf-tiny").join(name)).unwrap()
}

fn assert_same<T: Plain>(one: &T, other: &T) {
    let bits = |value: &f32| value.to_bits();
    let (one, other) = (plain::as_slice(one), plain::as_slice(other));
    assert!(one.iter().map(bits).eq(other.iter().map(bits)));
}

#[test]
fn the_statics_are_the_files() {
    assert_same(
        &ANOMALY,
        &*load::<AnomalyDetection>("anomaly_detection.safetensors").deploy(),
    );
    assert_same(
        &IMAGES,
        &*load::<ImageClassification>("image_classification.safetensors").deploy(),
    );
}
