// errors: 1
//! A vector has no maps.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 3),
        Flatten(),
        GlobalAveragePooling2D(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
