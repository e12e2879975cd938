// errors: 1
//! A count that nothing reads.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for i in 0..2 {
            x = Dense(64, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
