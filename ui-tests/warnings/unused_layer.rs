// errors: 1
//! A shared layer that nobody applies.

#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let encoder = Dense(128);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
