// errors: 1
//! A layer of Keras that isn't here yet.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(100, 8),
        SimpleRNN(16),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
