// errors: 1
//! A name that no field can have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10, name = "my layer"),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
