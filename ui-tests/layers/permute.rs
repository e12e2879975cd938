// errors: 1
//! Axes counted from 0.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 6, 2),
        Permute((1, 0, 2)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
