// errors: 1
//! An argument that a dropout of channels doesn't have.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 8, 8, 2),
        SpatialDropout3D(rate = 0.2, noise_shape = 1),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
