// errors: 1
//! The number of neurons is missing.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(activation = relu),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
