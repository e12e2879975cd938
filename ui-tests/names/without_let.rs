// errors: 1
//! A value that no `let` declares.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        hidden = Dense(64, activation = relu)(x);
        Dense(10)(hidden)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
