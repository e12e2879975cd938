// errors: 1
//! Documentation belongs to models.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        /// Wide enough.
        Dense(64, activation = relu),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
