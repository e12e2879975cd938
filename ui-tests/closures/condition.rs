// errors: 1
//! A condition isn't a number.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| x * (x > 0)),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
