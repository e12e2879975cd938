// errors: 1
//! The functions of closures stand in a table.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Dense(5, activation = |x| x * tahn(softplus(x))),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
