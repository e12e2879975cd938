// errors: 1
//! A block that calls itself.

use formwork::prelude::*;

model! {
    fn deeper(x) {
        deeper(Dense(64, activation = relu)(x))
    }

    pub struct Net {
        Input(784),
        deeper(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
