// errors: 1
//! An image is no vector.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        RepeatVector(3),
        LSTM(4),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
