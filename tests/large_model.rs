//! A network of 256 MiB on a thread with a stack of 256 KiB: no large array ever passes over the stack.

use formwork::data::Dataset;
use formwork::plain;
use formwork::prelude::*;

model! {
    pub struct Large {
        Input(16384),
        Dense(4096),
    }
}

#[test]
fn made_trained_saved_loaded_and_dropped_on_a_small_stack() {
    let on_small_stack = std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(|| {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("large.safetensors");
            let mut model = Large::init(1);
            let before = model.trainable()[12_345];
            let mut inputs: Vec<Tensor1<16384>> = plain::zeroed_vec(2);
            plain::mut_slice_of(&mut inputs).fill(0.01);
            let mut targets: Vec<Tensor1<4096>> = plain::zeroed_vec(2);
            plain::mut_slice_of(&mut targets).fill(1.0);
            let data = Dataset::new(inputs, targets).expect("as many targets as inputs");
            let mut training = model.compile(
                Sgd {
                    learning_rate: 100.0,
                    ..Sgd::default()
                },
                MeanSquaredError,
                (),
            );
            training.train_on_batch(&data).expect("the data fits");
            let output = training.predict(&data.inputs()[0])[0];
            assert!(output.is_finite());
            drop(training);
            assert_ne!(
                model.trainable()[12_345],
                before,
                "the step has changed the weights"
            );
            model.save(&path).expect("the file is written");
            let loaded = Large::load(&path).expect("the file is read");
            assert!(loaded.trainable() == model.trainable());
            drop(loaded);
            drop(model);
        });
    on_small_stack
        .expect("a thread")
        .join()
        .expect("no overflow and no failed assertion");
}
