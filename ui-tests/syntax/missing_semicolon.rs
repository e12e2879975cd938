// errors: 1
//! A semicolon is missing after a `let`.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let h = Dense(128)(x)
        Dense(10)(h)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
