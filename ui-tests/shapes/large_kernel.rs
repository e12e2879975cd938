// errors: 1
//! A kernel larger than the image.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(28, 4, 1),
        Conv2D(32, kernel_size = 5),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
