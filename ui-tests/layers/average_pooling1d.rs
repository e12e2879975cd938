// errors: 1
//! A pooling that says nothing of its window.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 2),
        AveragePooling1D(),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
