// errors: 1
//! An image of which nothing is left.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        MaxPooling2D(2),
        Cropping2D(((1, 1), (2, 2))),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
