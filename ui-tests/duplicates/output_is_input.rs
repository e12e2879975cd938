// errors: 1
//! An input as an output.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        (x, Dense(10)(x))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
