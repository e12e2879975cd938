// errors: 1
//! A bound with too many zeros.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for _ in 0..1_000_000_000 {
            x = Dense(64, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
