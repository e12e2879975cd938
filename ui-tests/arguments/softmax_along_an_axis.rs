// errors: 1
//! A softmax that a layer can't end with.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Dense(10, activation = softmax(axis = 1)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
