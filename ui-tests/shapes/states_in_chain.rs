// errors: 1
//! Three values, where a chain passes on one.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(12, 3),
        LSTM(5, return_state = true),
        Dense(2),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
