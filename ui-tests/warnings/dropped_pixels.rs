// errors: 1
//! A row and a column are never read.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(9, 9, 1),
        Conv2D(4, 3, activation = relu, padding = same),
        MaxPooling2D(2),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
