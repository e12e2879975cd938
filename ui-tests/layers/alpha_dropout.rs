// errors: 1
//! A rate at which nothing is left.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        Dense(8, activation = selu),
        AlphaDropout(rate = 1),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
