// errors: 1
//! An image.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 3),
        SeparableConv1D(8, 3),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::init(1).trainable().len());
}
