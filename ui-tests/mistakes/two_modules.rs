//! An encoder of 64 features before a head for 32.

use formwork::prelude::*;

model! {
    pub struct Encoder {
        Input(784),
        Dense(64, activation = relu),
    }
}

model! {
    pub struct Head {
        Input(32),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let (encoder, head) = (Encoder::init(1), Head::init(2));
    let (mut encoder, mut head) = (encoder.predictor(1), head.predictor(1));
    let features = encoder.predict(&Tensor1::<784>::default());
    let digits = head.predict(features);
    println!("{digits}");
}
