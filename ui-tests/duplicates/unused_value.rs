// errors: 1
//! A value on the way to nowhere.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let h = Dense(128)(x);
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
