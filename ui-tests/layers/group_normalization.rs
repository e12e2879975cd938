// errors: 1
//! Groups that can't have the same number of channels.

use formwork::prelude::*;

model! {
    pub struct Net {
        Input(8, 8, 48),
        GroupNormalization(groups = 32),
        Flatten(),
    }
}

fn main() {
    let model = Net::init(1);
    println!("{}", model.trainable().len());
}
