// errors: 2
//! Regularizers: one that doesn't exist, and one with a negative factor.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(16, activation = relu, kernel_regularizer = l2(-0.01)),
        Dense(10, kernel_regularizer = lasso(0.01)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
