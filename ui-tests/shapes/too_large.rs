// errors: 1
//! A dimension with too many zeros.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(1000000, 1000000),
        Dense(1000),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
