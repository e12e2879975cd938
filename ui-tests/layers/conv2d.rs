// errors: 1
//! An image without an axis of channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Conv2D(32, 3, activation = relu),
        Flatten(),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
