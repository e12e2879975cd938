// errors: 1
//! An image isn't a sequence.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        LSTM(64),
        Dense(10, activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
