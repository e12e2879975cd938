//! Weights that are part of the program: what `include_weights!` gives is what the host loads and folds, in static memory.
#![deny(unsafe_code, warnings)]

#[path = "common/mlperf_tiny.rs"]
mod mlperf_tiny;

use formwork::init::Initializer;
use formwork::layers::{Context, Layer, ParameterEntry};
use formwork::plain::{self, Plain};
use formwork::prelude::*;
use formwork::shape_rules::Shape;
use mlperf_tiny::{AnomalyDetection, ImageClassification};
use std::path::{Path, PathBuf};

static ANOMALY: Deployed<AnomalyDetection> = include_weights!(
    AnomalyDetection,
    "tests/data/mlperf-tiny/anomaly_detection.safetensors"
);

static IMAGES: Deployed<ImageClassification> = include_weights!(
    mlperf_tiny::ImageClassification,
    "tests/data/mlperf-tiny/image_classification.safetensors",
);

model! {
    /// One normalization becomes part of a convolution, the other one stays.
    struct Classifier(width = 4) {
        let image = Input(6, 6, 2);
        let conv = Conv2D(width, 3, use_bias = false)(image);
        let norm = BatchNormalization(epsilon = 0.5)(conv);
        let pooled = MaxPooling2D()(Activation(relu)(norm));
        let after = BatchNormalization(epsilon = 0.25, center = false)(pooled);
        let head = Dense(3, activation = softmax)(Flatten()(after));
        head
    }

    /// The same by another name.
    struct Member = Classifier(width = 4);

    /// The same, twice.
    family Members = Classifier(width in [4, 5]);
}

static TRAINED: Deployed<Classifier> =
    include_weights!(Classifier, "tests/data/include_weights/trained.safetensors");
static DEPLOYED: Deployed<Classifier> = include_weights!(
    self::Classifier,
    "tests/data/include_weights/deployed.safetensors"
);
static FOREIGN: Deployed<Classifier> = include_weights!(
    crate::Classifier,
    "tests/data/include_weights/foreign.safetensors"
);
static MEMBER: Deployed<Member> =
    include_weights!(Member, "tests/data/include_weights/trained.safetensors");
static OF_FAMILY: Deployed<MembersWidth4> = include_weights!(
    MembersWidth4,
    "tests/data/include_weights/trained.safetensors"
);

/// y = βx
struct Slope;

impl Layer for Slope {
    type Input = Tensor1<2>;
    type Output = Tensor1<2>;

    const PARAMETERS: &'static [ParameterEntry] = &[ParameterEntry {
        name: "beta",
        shape: Shape::of(&[2]),
        initializer: Initializer::Ones,
    }];
    const SAVED: usize = 0;

    fn forward(
        &self,
        _: Context<'_>,
        beta: &[f32],
        input: &Tensor1<2>,
        output: &mut Tensor1<2>,
        _: &mut [f32],
    ) {
        for i in 0..2 {
            output[i] = beta[i] * input[i];
        }
    }

    fn backward(
        &self,
        _: Context<'_>,
        _: &[f32],
        _: &[f32],
        _: &Tensor1<2>,
        _: &mut Tensor1<2>,
        _: &mut [f32],
    ) {
        unreachable!("nothing is trained here");
    }
}

model! {
    struct Users {
        let x = Input(3);
        let dense = Dense(2)(x);
        let slope: Tensor1<2> = crate::Slope(dense);
        slope
    }
}

static USERS: Deployed<Users> =
    include_weights!(Users, "tests/data/include_weights/users.safetensors");

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

fn assert_same<T: Plain, U: Plain>(one: &T, other: &U) {
    let bits = |value: &f32| value.to_bits();
    let (one, other) = (plain::as_slice(one), plain::as_slice(other));
    assert!(one.iter().map(bits).eq(other.iter().map(bits)));
}

#[test]
fn the_statics_are_the_files() {
    let model = AnomalyDetection::load(file("mlperf-tiny/anomaly_detection.safetensors")).unwrap();
    assert_same(&ANOMALY, &*model);
    assert_same(&ANOMALY, &*model.deploy());
    let path = file("mlperf-tiny/image_classification.safetensors");
    assert_same(&IMAGES, &*ImageClassification::load(path).unwrap());
}

/// The file of the deployed form was computed by another program.
#[test]
fn normalizations_are_folded_when_the_program_is_compiled() {
    assert_same(&TRAINED, &DEPLOYED);
    assert_same(&TRAINED, &FOREIGN);
    assert_same(&TRAINED, &MEMBER);
    assert_same(&TRAINED, &OF_FAMILY);
    assert_eq!(TRAINED.head_bias[0], ((11.0 * 9.0) % 64.0 - 32.0) / 32.0);
    assert_ne!(TRAINED.conv_bias[1], 0.0);
}

#[test]
fn the_host_gives_the_same_bits() {
    let model = Classifier::load(file("include_weights/trained.safetensors")).unwrap();
    assert_same(&*model.deploy(), &DEPLOYED);
    for name in ["trained", "deployed", "foreign"] {
        let path = file(&format!("include_weights/{name}.safetensors"));
        assert_same(&*Deployed::<Classifier>::load(path).unwrap(), &DEPLOYED);
    }
}

#[test]
fn the_deployed_form_is_saved_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("classifier.safetensors");
    DEPLOYED.save(&path).unwrap();
    assert_same(&*Deployed::<Classifier>::load(&path).unwrap(), &DEPLOYED);
    assert!(Classifier::load(&path).is_err());
}

#[test]
fn users_layers_get_their_tensors() {
    let model = Users::load(file("include_weights/users.safetensors")).unwrap();
    assert_same(&USERS, &*model);
    assert_same(&USERS, &*model.deploy());
    let mut output = Tensor1::default();
    USERS.predict(
        &[1.0, 0.0, 0.0].into(),
        &mut Deployed::<Users>::scratch(),
        &mut output,
    );
    let kernel = |i: usize| ((37 * i) % 64) as f32 / 32.0 - 1.0;
    let bias = |i: usize| ((37 * i + 11) % 64) as f32 / 32.0 - 1.0;
    let beta = |i: usize| ((37 * i + 22) % 64) as f32 / 32.0 - 1.0;
    for i in 0..2 {
        assert_eq!(output[i], (kernel(i) + bias(i)) * beta(i));
    }
}

#[test]
fn a_model_in_a_function_is_found() {
    model! {
        struct Own {
            let x = Input(3);
            let dense = Dense(2)(x);
            let slope: Tensor1<2> = crate::Slope(dense);
            slope
        }
    }
    static OWN: Deployed<Own> =
        include_weights!(Own, "tests/data/include_weights/users.safetensors");
    assert_same(&OWN, &USERS);
}
