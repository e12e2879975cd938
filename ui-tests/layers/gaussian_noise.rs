// errors: 1
//! A deviation below 0.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        GaussianNoise(stddev = -0.1),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
