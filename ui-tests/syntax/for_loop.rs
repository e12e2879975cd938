// errors: 1
//! Loops aren't part of the language yet.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for _ in 0..3 {
            x = Dense(64)(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
