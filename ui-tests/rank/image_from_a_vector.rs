// errors: 1
//! A vector that may be an image.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Conv2D(32, 3, activation = relu),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
