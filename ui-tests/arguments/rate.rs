// errors: 1
//! A rate above 1.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dropout(1.5),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
