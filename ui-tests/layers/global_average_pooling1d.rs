// errors: 1
//! A pooling over the steps of the last output of an LSTM.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 2),
        LSTM(4),
        GlobalAveragePooling1D(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
