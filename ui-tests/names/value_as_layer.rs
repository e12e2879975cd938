// errors: 1
//! A value is applied as if it were a layer.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(64);
        let h = Dense(64)(x);
        Dense(10)(h(x))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
