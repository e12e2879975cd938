// errors: 1
//! A negative number of units.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(units = -64),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
