// errors: 1
//! A convolution that takes the border away.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 16);
        let h = Conv2D(16, 3)(x);
        GlobalAveragePooling2D()(Activation(relu)(h + x))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
