// errors: 1
//! A margin less than nothing.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 2),
        ZeroPadding1D((0, -1)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
