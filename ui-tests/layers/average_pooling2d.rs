// errors: 1
//! A window larger than what the pool before leaves.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        AveragePooling2D(4),
        AveragePooling2D(4),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
