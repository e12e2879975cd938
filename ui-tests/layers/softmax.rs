// errors: 1
//! The batch is no axis to act along.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(7),
        Softmax(axis = 0),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
