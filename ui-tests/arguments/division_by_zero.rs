// errors: 1
//! A number without a value.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(64 / 0),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
