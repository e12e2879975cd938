use super::linear::{CLASSES, Linear, Twins};
use super::samples;
use formwork_runtime::losses::SparseCategoricalCrossentropy;
use formwork_runtime::model::Model;
use formwork_runtime::optimizers::Sgd;
use formwork_runtime::tensor::{Sample, Tensor1, Tensor2};
use formwork_runtime::train::ModelExt;

type Network = Linear<{ usize::MAX }>;

#[test]
fn one_and_many_agree() {
    let data = samples(5);
    let model = Network::init(2);
    let mut predictor = model.predictor(2);
    let many = predictor.predict_batch(data.inputs());
    assert_eq!(many.len(), 5);
    for (input, expected) in data.inputs().iter().zip(&many) {
        assert!((expected.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert_eq!(predictor.predict(input), expected);
    }
    let mut written = Tensor1::<CLASSES>::zeroed_many(5);
    predictor.predict_into(data.inputs(), &mut written);
    assert_eq!(written, many);
    assert!(predictor.predict_batch(&[]).is_empty());
}

#[test]
fn a_training_predicts_too() {
    let data = samples(3);
    let mut model = Network::init(2);
    let mut training = model.compile(Sgd::default(), SparseCategoricalCrossentropy::default(), ());
    let many = training.predict_batch(data.inputs());
    assert_eq!(training.predict(&data.inputs()[2]), &many[2]);
}

#[test]
#[should_panic(expected = "outputs for 3 inputs")]
fn outputs_must_be_as_many_as_inputs() {
    let model = Network::init(2);
    model
        .predictor(1)
        .predict_into(samples(3).inputs(), &mut Tensor1::zeroed_many(2));
}

#[test]
fn several_outputs_are_a_tuple() {
    let mut model = Twins::init(0);
    model.trainable_mut().copy_from_slice(&[
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 3.0, 0.5, 0.25,
    ]);
    let mut predictor = model.predictor(1);
    let (class, value) = predictor.predict(&(Tensor1::from([1.0, 2.0]), Tensor1::from([4.0])));
    assert_eq!(class, &Tensor1::from([1.0 / 3.0; 3]));
    assert_eq!(value, &Tensor2::from([[8.5], [12.25]]));
    let (inputs, others) = (
        [Tensor1::from([1.0, 2.0]), Tensor1::from([0.0, 0.0])],
        [Tensor1::from([0.0]), Tensor1::from([1.0])],
    );
    let (classes, values) = predictor.predict_batch((&inputs, &others));
    assert_eq!(classes.len(), 2);
    assert_eq!(values[1], Tensor2::from([[2.5], [3.25]]));
}

#[test]
fn weights_are_saved_and_loaded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("linear.safetensors");
    let model = Network::init(4);
    model.save(&path).unwrap();
    let loaded = Network::load(&path).unwrap();
    assert_eq!(loaded.trainable(), model.trainable());
    let mut other = Network::init(5);
    assert_ne!(other.trainable(), model.trainable());
    other.load_weights(&path).unwrap();
    assert_eq!(other.trainable(), model.trainable());
    let error = Twins::load(&path).err().unwrap().to_string();
    assert!(
        error.contains("linear.safetensors") && error.contains("Twins"),
        "{error}"
    );
}
