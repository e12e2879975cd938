// errors: 1
//! A constant that the block passes on to a layer.

use formwork::prelude::*;

model! {
    /// Two convolutions and what they start from.
    fn residual(x, filters, stride = 1) {
        let y = Conv2D(filters, 3, strides = stride, padding = same, activation = relu)(x);
        let y = Conv2D(filters, 3, padding = same)(y);
        Activation(relu)(y + x)
    }

    pub struct Net {
        let image = Input(32, 32, 3);
        let h = Conv2D(16, 3, padding = same)(image);
        let h = residual(h, 0);
        Dense(10, activation = softmax)(GlobalAveragePooling2D()(h))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
