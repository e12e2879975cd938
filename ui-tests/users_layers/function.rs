// errors: 1
//! A function whose result the macro can't see.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(8);
        let h: Tensor1<8> = my::scale(2.0)(x);
        Dense(2)(h)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
