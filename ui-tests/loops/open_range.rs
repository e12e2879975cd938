// errors: 1
//! A range without an end.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for i in 0.. {
            x = Dense(64 + i, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
