//! A residual connection around a convolution with a stride.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 16);
        let y = Conv2D(16, 3, strides = 2, padding = same)(x);
        let y = y + x;
        Dense(10)(GlobalAveragePooling2D()(y))
    }
}

fn main() {
    println!("{}", Net::summary());
}
