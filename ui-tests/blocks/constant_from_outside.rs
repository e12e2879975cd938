// errors: 1
//! A constant whose value the macro can't see.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(super::CLASSES),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
