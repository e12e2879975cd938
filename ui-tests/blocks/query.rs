// errors: 1
//! A shape query with a typing error.

use formwork::prelude::*;

model! {
    pub struct Net {
        let image = Input(28, 28, 3);
        let h = Conv2D(image.chanels() * 4, 3, activation = relu)(image);
        Dense(10)(Flatten()(h))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
