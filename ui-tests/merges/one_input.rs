// errors: 1
//! A sum of one.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        Dense(10)(Add()(x))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
