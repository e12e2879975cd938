// errors: 1
//! Hardly more than the sign is left of single pixels.
#![deny(deprecated)]

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        GlobalAveragePooling2D(keepdims = true),
        FilterResponseNormalization(),
        ThresholdedLinearUnit(),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
