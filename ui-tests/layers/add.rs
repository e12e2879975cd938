// errors: 1
//! A residual branch of another width.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        let h = Dense(32, activation = relu)(x);
        let branch = Dense(32)(h);
        Dense(10)(Add()([x, branch]))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
