// errors: 1
//! The part that is kept, not dropped.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(64, activation = relu),
        Dropout(0.98),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
