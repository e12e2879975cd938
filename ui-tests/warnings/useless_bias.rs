// errors: 1
//! A bias that is subtracted again.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(8, 3),
        BatchNormalization(),
        ReLU(),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
