// errors: 1
//! The model's output is followed by a semicolon.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        Dense(10)(x);
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
