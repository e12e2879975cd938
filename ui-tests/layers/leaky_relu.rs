// errors: 1
//! Another layer's argument.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        LeakyReLU(slope = 0.1),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
