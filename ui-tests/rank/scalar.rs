// errors: 1
//! A number has no axis to act along.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input();
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
