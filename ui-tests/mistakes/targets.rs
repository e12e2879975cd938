//! Targets of 26 classes for an output of 10.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, activation = relu),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let images = vec![Tensor1::<784>::default()];
    let letters = vec![Tensor1::<26>::default()];
    let data = Dataset::new(images, letters).unwrap();
    let mut net = Net::init(1);
    let mut training = net.compile(Adam::default(), CategoricalCrossentropy::default(), ());
    let _ = training.fit(&data, Fit::default());
}
