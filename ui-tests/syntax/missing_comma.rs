// errors: 1
//! A comma is missing between two layers.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128)
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
