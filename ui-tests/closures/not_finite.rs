// errors: 1
//! Constants must be numbers.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| x / (2 - 2)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
