// errors: 1
//! A factor of another length.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(8);
        let gate = Dense(4, activation = sigmoid)(x);
        x + x * gate
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
