//! A dense layer on the feature maps of a convolution, without `Flatten()`.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(32, 3, activation = relu),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let images = vec![Tensor3::<28, 28, 1>::default()];
    let digits = vec![Tensor1::<10>::default()];
    let data = Dataset::new(images, digits).unwrap();
    let mut net = Net::init(1);
    let mut training = net.compile(Adam::default(), CategoricalCrossentropy::default(), ());
    let _ = training.fit(&data, Fit::default());
}
