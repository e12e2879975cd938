// errors: 1
//! A number where a flag belongs.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10, use_bias = 0),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
