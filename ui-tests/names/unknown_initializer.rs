// errors: 1
//! An initializer with a typing error.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10, kernel_initializer = he_norml),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
