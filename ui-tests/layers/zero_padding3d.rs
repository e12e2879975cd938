// errors: 1
//! Margins for two of three axes.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(4, 8, 8, 2),
        ZeroPadding3D((1, 1)),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
