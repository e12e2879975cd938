// errors: 1
//! One of several outputs that nothing reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28, 28);
        let (y, h, _c) = LSTM(64, return_state = true)(x);
        Dense(10)(y)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
