// errors: 1
//! Weights that don't fit.

use formwork::prelude::*;

model! {
    #[budget(weights = "64 KiB")]
    pub struct Net {
        Input(784),
        Dense(128, activation = relu),
        Dense(64, activation = relu),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
