// errors: 1
//! A window deeper than the volume.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(3, 8, 8, 2),
        MaxPooling3D((4, 2, 2)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
