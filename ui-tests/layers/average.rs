// errors: 1
//! Values of lengths that differ.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(8);
        let b = Input(6);
        Dense(3)(Average()(a, b))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
