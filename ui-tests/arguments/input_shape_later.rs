// errors: 1
//! The shape of the input in the middle.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(64, activation = relu),
        Dense(10, input_dim = 64),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
