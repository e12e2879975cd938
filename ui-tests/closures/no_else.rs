// errors: 1
//! A choice has two sides.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| if x > 0 { x }),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
