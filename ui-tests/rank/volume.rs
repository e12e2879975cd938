// errors: 1
//! Pooling a stack of images.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 28, 28, 1),
        MaxPooling2D(2),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
