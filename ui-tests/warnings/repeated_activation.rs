// errors: 1
//! Softmax of a softmax.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10, activation = softmax),
        Softmax(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
