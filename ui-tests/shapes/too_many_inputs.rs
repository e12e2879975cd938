// errors: 1
//! Two values for a layer of one.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(28);
        let y = Input(28);
        Dense(10)(x, y)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
