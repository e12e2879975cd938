// errors: 1
//! A generic model.

use formwork::prelude::*;

model! {
    pub struct Net<const N: usize> {
        Input(N),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
