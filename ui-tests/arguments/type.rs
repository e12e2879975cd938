// errors: 1
//! A fraction of a neuron.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(12.5),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
