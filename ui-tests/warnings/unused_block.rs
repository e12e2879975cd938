// errors: 1
//! A block that nothing calls.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    /// Two convolutions and what they start from.
    fn residual(x, filters, stride = 1) {
        let y = Conv2D(filters, 3, strides = stride, padding = same, activation = relu)(x);
        let y = Conv2D(filters, 3, padding = same)(y);
        Activation(relu)(y + x)
    }

    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
