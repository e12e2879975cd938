// errors: 1
//! Tensors can't be divided.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        Dense(10)(x / x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
