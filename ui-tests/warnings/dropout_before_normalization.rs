// errors: 1
//! A variance that is another in predictions.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(64, activation = relu),
        Dropout(0.5),
        BatchNormalization(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
