// errors: 1
//! Axes of lengths that differ.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Input(4, 8);
        let b = Input(6, 4);
        Dense(3)(Dot(axes = 1)(a, b))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
