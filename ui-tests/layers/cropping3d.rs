// errors: 1
//! An image is no volume.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 5),
        Cropping3D(2),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
