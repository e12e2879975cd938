// errors: 1
//! A warning with a typing error.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(64, allow = linear_layer),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
