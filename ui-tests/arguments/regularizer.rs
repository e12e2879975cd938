// errors: 1
//! A regularizer.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10, kernel_regularizer = l2(0.01)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
