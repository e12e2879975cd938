// errors: 1
//! A value that a loop changes.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        let h = Dense(64)(x);
        for _ in 0..3 {
            h = Dense(64, activation = relu)(h);
        }
        h
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
