// errors: 1
//! A name that stands for one value.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let h = Dense(64, activation = relu)(x);
        h = Dense(10)(h);
        h
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
