// errors: 1
//! A branch without its alternative.

use formwork::prelude::*;

model! {
    fn hidden(x, deep = true) {
        let h = if deep { Dense(64, activation = relu)(x) };
        Dense(32, activation = relu)(h)
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
