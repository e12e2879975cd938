// errors: 1
//! A start that is a text.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        LayerScale(init_values = "small"),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
