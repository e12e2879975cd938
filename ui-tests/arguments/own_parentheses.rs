// errors: 1
//! A layer's keyword without parentheses.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Flatten,
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
