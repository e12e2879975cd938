//! Two branches of different kernels, joined along the channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 3);
        let a = Conv2D(16, 3)(x);
        let b = Conv2D(16, 5)(x);
        let y = concat(a, b);
        Dense(10)(GlobalAveragePooling2D()(y))
    }
}

fn main() {
    println!("{}", Net::summary());
}
