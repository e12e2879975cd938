// errors: 1
//! Two arguments run together.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Dense(10 activation = softmax),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
