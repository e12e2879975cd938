// errors: 1
//! Types of parameters.

use formwork::prelude::*;

model! {
    fn hidden(x: Tensor1<784>, units: usize) {
        Dense(units, activation = relu)(x)
    }

    pub struct Net {
        let x = Input(784);
        Dense(10)(hidden(x, 64))
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
