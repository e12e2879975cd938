// errors: 1
//! A pooling over height and width of an image without channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8),
        GlobalMaxPooling2D(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
