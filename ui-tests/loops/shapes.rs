// errors: 1
//! One layer for inputs of two shapes.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        let layer = Dense(32, activation = relu);
        for _ in 0..2 {
            x = layer(x);
        }
        x
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
