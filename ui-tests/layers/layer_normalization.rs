// errors: 1
//! An axis that is named twice.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        LayerNormalization(axis = (1, 2, -2)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
