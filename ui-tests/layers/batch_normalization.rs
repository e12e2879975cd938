// errors: 1
//! Channels don't come first.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(3, 8, 8),
        BatchNormalization(axis = 1),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
