// errors: 1
//! A vector is flattened.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
