// errors: 1
//! A pooling over the steps of what has none.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        Dense(3),
        GlobalMaxPooling1D(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
