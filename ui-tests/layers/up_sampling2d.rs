// errors: 1
//! A way of interpolating that doesn't exist.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        UpSampling2D(2, interpolation = "bilinaer"),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
