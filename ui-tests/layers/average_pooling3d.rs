// errors: 1
//! A window with sizes for two of three axes.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 8, 8, 2),
        AveragePooling3D((2, 2)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
