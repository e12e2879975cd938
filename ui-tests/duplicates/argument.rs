// errors: 1
//! One argument by place and by name.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(128, units = 64),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
