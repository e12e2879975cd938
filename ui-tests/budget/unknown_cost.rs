// errors: 1
//! A cost with a typing error.

use formwork::prelude::*;

model! {
    #[budget(weight = "64 KiB")]
    pub struct Net {
        Input(784),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
