// errors: 1
//! An axis that the input doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Softmax(axis = 3),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
