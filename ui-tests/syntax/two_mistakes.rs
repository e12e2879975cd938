// errors: 2
//! Two pieces that can't be read, each explained.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784)
        let h = Dense(64, activation = relu)(x);
        Dense(10)(h, @)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
