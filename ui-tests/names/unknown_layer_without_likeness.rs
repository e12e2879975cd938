// errors: 1
//! A layer that nobody knows.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Frobnicate(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
