// errors: 1
//! A layer of Keras that isn't here yet.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(100, 8),
        Conv1D(16, 3),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
