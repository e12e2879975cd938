// errors: 1
//! A closure sees numbers, not the tensors around it.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(7);
        let gate = Dense(7, activation = sigmoid)(x);
        let y = Dense(7)(x);
        Activation(|y| y * gate)(y) + gate
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
