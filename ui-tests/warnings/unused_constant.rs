// errors: 1
//! A constant that nothing reads.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    const CLASSES: usize = 10;

    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
