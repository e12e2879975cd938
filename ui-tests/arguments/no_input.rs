// errors: 1
//! The chain doesn't say what it reads.

use formwork::prelude::*;

model! {
    pub struct Net {
        Dense(128, activation = relu),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
