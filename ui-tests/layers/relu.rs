// errors: 1
//! A ceiling below zero.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        ReLU(max_value = -6.0),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
