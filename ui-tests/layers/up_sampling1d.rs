// errors: 1
//! A vector has no steps.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        UpSampling1D(2),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
