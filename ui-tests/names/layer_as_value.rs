// errors: 1
//! A layer is added to a value.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        let encoder = Dense(64);
        Dense(10)(x + encoder)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
