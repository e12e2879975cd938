// errors: 1
//! A pair for three numbers.

use formwork::prelude::*;

model! {
    pub struct Net {
        let mut x = Input(64);
        for (units, rate) in [(64, 0.1, 1), (32, 0.2, 2)] {
            x = Dropout(rate)(Dense(units, activation = relu)(x));
        }
        Dense(10)(x)
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
