// errors: 1
//! A number is added to a tensor.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        Dense(10)(x + 1)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
