// errors: 1
//! Two outputs of one name.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28, 28);
        let (y, h, h) = LSTM(64, return_state = true)(x);
        Dense(10)(y + h)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
