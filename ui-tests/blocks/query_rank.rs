// errors: 1
//! A vector has no height.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        Dense(x.height())(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
