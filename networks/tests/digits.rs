//! The trained digit classifier.

use formwork::data::mnist;
use formwork::prelude::*;
use formwork_networks::Digits;
use std::path::Path;

#[test]
fn it_is_small_and_knows_digits_that_it_has_not_seen() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let weights = folder.join("weights/digits.safetensors");
    const { assert!(Digits::PARAMETERS <= 25_000) };
    assert!(std::fs::metadata(&weights).unwrap().len() <= 100_000);

    let mut model = Digits::load(&weights).unwrap();
    let (_, test) = mnist::load_dir(folder.join("../examples/data/mnist")).unwrap();
    let mut training = model.compile(
        Sgd::default(),
        SparseCategoricalCrossentropy::default(),
        (Accuracy,),
    );
    let accuracy = training.evaluate(&test).unwrap().metrics.0;
    assert!(accuracy >= 0.985, "{accuracy}");
}
