// errors: 1
//! The last value is thrown away by its semicolon.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        let y = Dense(10)(x);
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
