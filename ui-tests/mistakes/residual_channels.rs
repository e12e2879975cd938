//! A residual connection around a convolution that changes the channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 16);
        let y = Conv2D(32, 3, padding = same)(x);
        let y = y + x;
        Dense(10)(GlobalAveragePooling2D()(y))
    }
}

fn main() {
    println!("{}", Net::summary());
}
