// errors: 1
//! A sequence of which nothing is left.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 2),
        Cropping1D((1, 3)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
