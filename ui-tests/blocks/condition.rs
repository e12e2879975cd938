// errors: 1
//! A condition that is a number.

use formwork::prelude::*;

model! {
    fn hidden(x, deep = 1) {
        let h = Dense(64, activation = relu)(x);
        if deep { Dense(64, activation = relu)(h) } else { h }
    }

    pub struct Net {
        Input(784),
        hidden(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
