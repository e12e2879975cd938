// errors: 1
//! A flag that is a number.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 8, 8, 2),
        GlobalAveragePooling3D(keepdims = 1),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
