// errors: 1
//! An initial state of another width.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(12, 3);
        let h = Input(5);
        let c = Input(4);
        LSTM(5)(x, h, c)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
