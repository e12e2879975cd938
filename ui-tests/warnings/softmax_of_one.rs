// errors: 1
//! A probability that is always 1.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(1, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
