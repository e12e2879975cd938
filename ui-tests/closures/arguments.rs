// errors: 1
//! Functions take the numbers that they are made of.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| x.pow()),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
