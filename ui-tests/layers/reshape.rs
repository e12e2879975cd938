// errors: 1
//! The elements don't fill the shape.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(784),
        Reshape(28, 28, 3),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
