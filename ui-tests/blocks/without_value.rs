// errors: 1
//! A block that gives nothing.

use formwork::prelude::*;

model! {
    fn hidden(x) {
        let y = Dense(64, activation = relu)(x);
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
