// errors: 1
//! A layer that is never applied is added.

use formwork::prelude::*;

model! {
    fn twice(layer, x) {
        layer(x) + layer
    }

    pub struct Net {
        let x = Input(64);
        twice(Dense(64), x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
