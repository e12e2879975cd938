// errors: 1
//! A branch that is half as large.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(32, 32, 16);
        let h = Conv2D(32, 3, strides = 2, padding = same, activation = relu)(x);
        let h = Conv2D(32, 3, padding = same)(h);
        GlobalAveragePooling2D()(Activation(relu)(h + x))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
