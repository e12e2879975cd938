// errors: 1
//! One input where two are needed.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(5);
        Multiply()(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
