// errors: 1
//! A vector isn't a sequence.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28),
        LSTM(64),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
