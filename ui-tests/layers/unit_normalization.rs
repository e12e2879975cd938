// errors: 1
//! Axes with another one between them.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        UnitNormalization(axis = (1, 3)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
