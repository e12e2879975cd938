// errors: 1
//! A letter where a number belongs.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input('a'),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
