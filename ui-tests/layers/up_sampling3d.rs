// errors: 1
//! A size of nothing.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 8, 8, 2),
        UpSampling3D((2, 0, 2)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
