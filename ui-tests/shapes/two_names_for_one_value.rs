// errors: 1
//! Two names for one value.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let (y, z) = Dense(10)(x);
        y + z
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
