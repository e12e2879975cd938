// errors: 1
//! A loop over a number.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for _ in 3 {
            x = Dense(64, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
