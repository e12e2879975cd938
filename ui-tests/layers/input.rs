// errors: 1
//! A dimension of nothing.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 0),
        Dense(4),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
