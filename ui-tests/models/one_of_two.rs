// errors: 1
//! One of two models has a mistake: the other is there, and nothing is said of their uses.

use formwork::prelude::*;

model! {
    /// Right.
    pub struct Encoder {
        Input(784),
        Dense(16, activation = relu),
    }

    /// Wrong.
    pub struct Decoder {
        Input(16),
        Dense(784, activation = sigmiod),
    }
}

fn main() {
    let encoder = Encoder::init(1);
    let mut decoder = Decoder::init(2);
    let mut predictor = encoder.predictor(1);
    let code = predictor.predict(&Tensor1::default());
    println!("{}", decoder.predictor(1).predict(code)[0]);
    decoder.dense_1_bias[3] = 1.0;
    for entry in Decoder::TABLE {
        println!("{}", entry.name);
    }
}
