// errors: 1
//! A padding that is a word, which belongs to a convolution.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 2),
        ZeroPadding2D(padding = same),
        Flatten(),
        Dense(3),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
