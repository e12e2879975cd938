// errors: 1
//! A closure has a parameter for each input.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(7);
        let b = Dense(7)(a);
        Lambda(|x, gate, scale| x * sigmoid(gate) * scale)(a, b)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
