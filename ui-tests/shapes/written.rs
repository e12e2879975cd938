// errors: 1
//! A written shape that isn't the value's.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let h: Tensor1<128> = Dense(64)(x);
        Dense(10)(h)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
