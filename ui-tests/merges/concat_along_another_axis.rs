// errors: 1
//! The joined axis isn't the one that differs.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(10, 8);
        let b = Input(14, 8);
        LSTM(16)(concat(a, b))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
