// errors: 1
//! Zeros in the predictions.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10),
        Dropout(0.2),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
