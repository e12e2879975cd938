//! A recurrent layer after one that gives its last state alone.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        LSTM(64),
        LSTM(32),
        Dense(10, activation = softmax),
    }
}

fn main() {
    println!("{}", Net::summary());
}
