// errors: 1
//! A misspelt activation.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, activation = rleu),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
