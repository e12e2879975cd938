// errors: 1
//! The `=` of a `let` is missing.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x Input(784);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
