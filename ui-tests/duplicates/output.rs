// errors: 1
//! One value as two outputs.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let y = Dense(10)(x);
        (y, y)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
