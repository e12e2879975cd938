// errors: 1
//! A value that a loop makes and nothing reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for _ in 0..3 {
            let h = Dense(64, activation = relu)(x);
            x = Dense(64, activation = relu)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
