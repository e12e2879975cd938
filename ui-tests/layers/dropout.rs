// errors: 1
//! A rate in per cent.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, activation = relu),
        Dropout(30),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
