// errors: 1
//! The axis of the batch.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28),
        Softmax(axis = 0),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
