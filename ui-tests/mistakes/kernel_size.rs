//! A kernel larger than what pooling has left.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 1),
        Conv2D(8, 3),
        MaxPooling2D(2),
        Conv2D(16, 5),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    println!("{}", Net::summary());
}
