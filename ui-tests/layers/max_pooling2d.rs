// errors: 1
//! A window larger than what is left of the image.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 1),
        Conv2D(4, 5),
        MaxPooling2D(5),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
