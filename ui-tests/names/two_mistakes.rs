// errors: 2
//! Two names, each explained.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dens(64, activation = relu),
        Dense(10, activation = sofmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
