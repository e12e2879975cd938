// errors: 1
//! An activation is a closure of one number.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x, y| x * y),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
