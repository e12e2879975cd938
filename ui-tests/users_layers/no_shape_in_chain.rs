// errors: 1
//! The same in a chain.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        my::Scale { factor: 2.0 },
        Dense(2),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
