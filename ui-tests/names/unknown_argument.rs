// errors: 1
//! A misspelt argument.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, activaton = relu),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
