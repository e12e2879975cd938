// errors: 1
//! Two codes of different lengths.

use formwork::prelude::*;

model! {
    pub struct Net {
        let a = Dense(32, activation = tanh)(Input(784));
        let b = Dense(16, activation = tanh)(Input(784));
        Dense(1, activation = sigmoid)(a - b)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
