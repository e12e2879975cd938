// errors: 1
//! Strides together with dilation.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 1),
        Conv2D(32, 3, strides = 2, dilation_rate = 2),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
