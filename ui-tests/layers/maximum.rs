// errors: 1
//! Values of ranks that broadcasting brings together at the end, where they differ.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(4, 8);
        let b = Input(6);
        Dense(3)(Maximum()(a, b))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
