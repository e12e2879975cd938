// errors: 1
//! One initial state of two.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28, 28);
        let h = Input(64);
        Dense(10)(LSTM(64)(x, h))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
