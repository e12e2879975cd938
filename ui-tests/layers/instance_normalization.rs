// errors: 1
//! Nothing is left of single pixels.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        Conv2D(16, 8),
        InstanceNormalization(),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
