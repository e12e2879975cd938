// errors: 1
//! An argument stands with the values.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        Dense(10)(x, activation = softmax)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
