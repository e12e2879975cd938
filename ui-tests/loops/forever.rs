// errors: 1
//! A loop without an end.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        while true {
            x = Dense(64, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
