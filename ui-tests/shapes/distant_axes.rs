// errors: 1
//! Axes that aren't neighbours.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 28, 3),
        Softmax(axis = (1, 3)),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
