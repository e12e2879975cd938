// errors: 1
//! A pooling of volumes on an image.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        GlobalMaxPooling3D(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
