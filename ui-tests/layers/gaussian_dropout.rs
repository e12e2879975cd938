// errors: 1
//! A rate at which the variance is infinite.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        GaussianDropout(1.0),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
