// errors: 1
//! A residual addition by an operator, through a convolution that shrinks its input.

use formwork::prelude::*;

model! {
    pub struct Net {
        let image = Input(16, 16, 8);
        let x = Conv2D(8, 3, activation = relu)(image);
        Flatten()(x + image)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
