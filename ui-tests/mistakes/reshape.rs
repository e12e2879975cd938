//! A vector of 100 numbers as an image of 784.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(100),
        Reshape(28, 28, 1),
        Conv2D(8, 3),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::summary());
}
