// errors: 1
//! An argument without a name comes too late.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(units = 10, softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
