// errors: 1
//! A path whose rate isn't said.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8),
        DropPath(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
