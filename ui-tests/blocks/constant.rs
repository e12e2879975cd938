// errors: 1
//! A constant with a typing error.

use formwork::prelude::*;

model! {
    const CLASSES: usize = 10;

    pub struct Net {
        Input(784),
        Dense(64, activation = relu),
        Dense(CLASES),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
