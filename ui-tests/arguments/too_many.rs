// errors: 1
//! More arguments than there are.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Activation(relu, 3),
        Dense(10),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
