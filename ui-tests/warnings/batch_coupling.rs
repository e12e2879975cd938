// errors: 1
//! A layer that needs the batch.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    #[no_batch]
    pub struct Net {
        Input(784),
        Dense(64, use_bias = false),
        BatchNormalization(),
        ReLU(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
