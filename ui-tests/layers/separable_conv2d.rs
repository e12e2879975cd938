// errors: 1
//! A kernel that is larger than what the layer before left.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        SeparableConv2D(8, 5),
        SeparableConv2D(16, 5),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::init(1).trainable().len());
}
