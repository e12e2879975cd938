// errors: 1
//! Training isn't an argument.

use formwork::prelude::*;

model! {
    pub struct Net {
        let x = Input(784);
        Dense(10)(Dropout(0.5)(x, training = true))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
