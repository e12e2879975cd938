// errors: 1
//! The same axis twice.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Softmax(axis = (1, 1)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
